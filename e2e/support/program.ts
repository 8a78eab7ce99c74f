import { spawn } from 'node:child_process'

/** Runs a program to its end and resolves with what it printed. Throws when it fails. */
export function program(
  command: string,
  words: readonly string[],
  options: {
    /** What it reads. */
    readonly input?: string
    /** Told of each part of what it prints. */
    readonly onOutput?: (text: string) => void
  } = {}
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { stdio: ['pipe', 'pipe', 'pipe'] })
    let [output, errors] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk
      options.onOutput?.(String(chunk))
    })
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk))
    // A program that ends before it has read everything tells why by its code.
    child.stdin.on('error', () => undefined)
    child.stdin.end(options.input)
    child.once('error', reject)
    child.once('close', code => {
      if (code === 0) resolve(output)
      else reject(new Error(`${command} ${words.join(' ')} ended with ${code}: ${errors}${output}`))
    })
  })
}
