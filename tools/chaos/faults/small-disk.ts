import { chownSync, mkdtempSync, rmdirSync, statSync } from 'node:fs';
import { appendFile, rm } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastLines, runCommand } from '../../stack/run-command.ts';

const chunk = Buffer.alloc(64 * 1_024);

/** Why no small disk can be made on this machine; undefined when one can. */
export function smallDiskProblem(): string | undefined {
  if (process.platform !== 'linux') return 'a small disk is a mounted tmpfs, which only Linux has';
  const folder = mkdtempSync(join(tmpdir(), 'landfall-disk-'));
  try {
    const { status, stderr, error } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
    if (status !== 0) return `no tmpfs can be mounted: ${String(error?.message ?? stderr).trim()}`;
    spawnSync('umount', [folder]);
    return undefined;
  } finally {
    rmdirSync(folder);
  }
}

/** A file system in memory that can be filled up and freed. */
export class SmallDisk {
  /** Where it is mounted. */
  readonly folder: string;
  readonly #filler: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.#filler = join(folder, 'filler');
  }

  /** @param ownerOf a file whose owner shall own the disk */
  static async mount(mebibytes: number, ownerOf: string): Promise<SmallDisk> {
    const folder = mkdtempSync(join(tmpdir(), 'landfall-disk-'));
    await runOrThrow('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=700`, 'tmpfs', folder]);
    const { uid, gid } = statSync(ownerOf);
    chownSync(folder, uid, gid);
    return new SmallDisk(folder);
  }

  /** Takes all the space that is left. */
  async fill(): Promise<void> {
    try {
      for (;;) await appendFile(this.#filler, chunk);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }

  async free(): Promise<void> {
    await rm(this.#filler, { force: true });
  }

  async unmount(): Promise<void> {
    await runOrThrow('umount', [this.folder]);
    rmdirSync(this.folder);
  }
}

/** @throws with what it wrote when it fails */
export async function runOrThrow(program: string, args: readonly string[]): Promise<void> {
  const { code, output } = await runCommand(program, args);
  if (code !== 0) throw new Error(`${program} failed:\n${lastLines(output)}`);
}
