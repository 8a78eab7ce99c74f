import process from 'node:process'

/**
 * Ends this process with exit code 2 and one sentence: what is wrong with how the command was called,
 * and where its help is. Of the errors of `parseArgs` that is the first sentence.
 */
export function wrongUse(command: string, why: unknown): never {
  const text = why instanceof Error ? why.message : String(why)
  const [sentence = ''] = text.split(/(?<=\.) |\n/)
  process.stderr.write(`${sentence.replace(/\.?$/, '.')} See ${command} -- --help.\n`)
  process.exit(2)
}
