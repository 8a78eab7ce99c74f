/** A customer's session, as the customer service gives it. */
export type Login = {
  readonly customerId: string
  readonly sessionId: string
  /** Signed by the customer service; goes along with every call for this customer. */
  readonly token: string
  /** Epoch milliseconds. */
  readonly tokenExpiresAt: number
}

export type Address = {
  readonly name: string
  readonly street: string
  readonly postalCode: string
  readonly city: string
  readonly country: string
}

export type KnownAddress = Address & { readonly id: string }

export type Credentials = {
  readonly email: string
  readonly password: string
  /** Where the browser is, for the limit of tries. */
  readonly clientAddress: string
}

/** The customer service. Every method throws `CUSTOMER_UNAVAILABLE` when it does not answer. */
export type Customers = {
  /**
   * Throws `EMAIL_TAKEN`, `EMAIL_INVALID`, `PASSWORD_TOO_SHORT`, `PASSWORD_TOO_LONG`,
   * `REGISTRATION_THROTTLED`.
   */
  register(credentials: Credentials, key: string): Promise<void>
  /** Nothing when address or password are wrong. Throws `LOGIN_THROTTLED`. */
  logIn(credentials: Credentials): Promise<Login | undefined>
  /** The session with a fresh token, or nothing when it is over. */
  resume(sessionId: string): Promise<(Login & { readonly email: string }) | undefined>
  logOut(sessionId: string): Promise<void>
  addresses(login: Login): Promise<readonly KnownAddress[]>
  /** Throws `ADDRESS_LIMIT`. */
  addAddress(login: Login, address: Address, key: string): Promise<void>
  removeAddress(login: Login, addressId: string): Promise<void>
  /** Throws `PASSWORD_WRONG`, `PASSWORD_TOO_SHORT`, `PASSWORD_TOO_LONG`, `LOGIN_THROTTLED`. */
  changePassword(
    login: Login,
    change: {
      readonly password: string
      readonly newPassword: string
      readonly clientAddress: string
    }
  ): Promise<void>
}
