/** What every peer of the bench answers. */
export const cart = { id: 'QkO3c8eYw2b1N0s9Zr4xTg', itemCount: 3, version: 7, state: 'open' }
