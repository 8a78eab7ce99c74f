export const demoEmail = 'ada@example.org'
