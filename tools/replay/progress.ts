/** Writes how far something has come: one line that is rewritten on a terminal, a line every tenth part elsewhere. */
export function progressLine(name: string): (done: number, of: number, detail: string) => void {
  let shown = -1;
  return (done, of, detail) => {
    const part = Math.floor((done / of) * (process.stdout.isTTY ? 100 : 10));
    if (part === shown) return;
    shown = part;
    const line = `${name} ${Math.floor((done / of) * 100)}%  ${detail}`;
    if (process.stdout.isTTY) process.stdout.write(`\r${line}\u001b[K${done === of ? '\n' : ''}`);
    else console.log(line);
  };
}
