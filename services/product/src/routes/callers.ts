/** Who may read the catalogue. */
export const readers = { callers: ['web', 'cart', 'billing', 'staff'] }
/** Who may change it. */
export const staff = { callers: ['staff'] }
/** Who reserves stock. */
export const sellers = { callers: ['billing'] }
