/** The tag that the instances of a lab register with, since DNS has no other place for it. */
export function labTag(labId: string): string {
  return `lab-${labId.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-')}`.slice(0, 60)
}
