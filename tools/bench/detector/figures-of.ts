import { join } from 'node:path';
import { serviceFlags } from '../../stack/node-flags.ts';
import { repositoryRoot } from '../../stack/repository.ts';
import type { BenchContext } from '../bench.ts';
import { Program } from '../intake/program.ts';
import type { Told } from './tell.ts';

export interface MeasuringProgram {
  /** A file in tools/bench, or the path of a compiled one. */
  readonly main: string;
  /** Its only argument, as JSON. */
  readonly settings: object;
  /** Whether it leaves a CPU profile when others do. */
  readonly profiled?: boolean;
  readonly limitMs: number;
}

/** Runs a program with the flags of a service until it tells its figures. Rejects when it ends before. */
export async function figuresOf<Figures extends object>(
  { profileTo, signal, log }: BenchContext,
  { main, settings, profiled = false, limitMs }: MeasuringProgram,
): Promise<Figures> {
  const program = new Program({
    main: main.endsWith('.ts') ? join(repositoryRoot, 'tools', 'bench', main) : main,
    settings,
    flags: serviceFlags,
    profileTo: profiled ? profileTo : undefined,
  });
  const end = (): void => void program.stop();
  signal.addEventListener('abort', end);
  program.on<Told<Figures>>((told) => {
    if ('line' in told) log(told.line);
  });
  try {
    return (await program.heard<{ figures: Figures }>('figures', limitMs)).figures;
  } finally {
    signal.removeEventListener('abort', end);
    await program.stop();
  }
}
