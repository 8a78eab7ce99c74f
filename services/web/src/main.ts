import process from 'node:process'
import { createRuntime, run } from '@microzon/shared/service'
import { createApp } from './app.ts'
import { createBillingClient } from './clients/billing.ts'
import { createCartClient } from './clients/cart.ts'
import { createCustomerClient } from './clients/customer.ts'
import { createPaymentClient } from './clients/payment.ts'
import { createProductClient } from './clients/product.ts'
import { loadConfig } from './config.ts'
import { createCheckoutTokens } from './domain/checkout-token.ts'
import { createStatusView } from './service-status.ts'

const config = loadConfig(process.env)
const runtime = createRuntime(config.service)
const { client, clock, resolver } = runtime
const clients = ['customer', 'product', 'cart', 'billing', 'payment'].map(client)
const app = await createApp({
  runtime,
  clock,
  catalog: createProductClient(client('product')),
  carts: createCartClient(client('cart')),
  customers: createCustomerClient(client('customer')),
  orders: createBillingClient(client('billing')),
  cards: createPaymentClient(client('payment')),
  checkoutTokens: createCheckoutTokens(config.sessionSecret),
  sessionSecret: config.sessionSecret,
  publicUrl: config.publicUrl,
  statusOf: createStatusView({ resolver, clients, others: ['edge', 'web'], clock })
})

await run(app, { runtime })
