# One image for every service: which of them a container is, its command says.

FROM node:26-slim AS manifests
WORKDIR /src
COPY . .
RUN find . -name '*.ts' -delete -o -name '*.ndjson' -delete -o -type d -name public -exec rm -r {} +

# Its layer stays as long as no manifest changes, whatever else does.
FROM node:26-slim AS dependencies
WORKDIR /app
COPY --from=manifests /src ./
RUN --mount=type=cache,target=/tmp/npm npm ci --omit=dev --cache /tmp/npm

FROM node:26-slim AS service
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app ./
COPY packages packages
COPY services services
# What ends a program with the one that started it.
COPY scripts/node scripts/node
# Types are stripped once, here: at the start it would cost each process time and memory.
ENV NODE_COMPILE_CACHE=/var/cache/microzon
RUN mkdir /var/cache/microzon && chown node: /var/cache/microzon
# Volumes that are written take their owner from here.
RUN mkdir /balancer /discovery /seed && chown node: /balancer /discovery /seed
USER node
# As the user that will read it, since the cache is kept per user.
RUN node packages/lab/src/compose/compile.ts
ENTRYPOINT ["node"]
HEALTHCHECK --interval=5s --timeout=4s --start-period=120s --retries=4 \
  CMD ["bash", "packages/lab/src/compose/health.sh"]

# Writes the load balancer's configuration: the same, with consul-template in it.
FROM hashicorp/consul-template:0.41 AS consul-template
FROM service AS balancer
COPY --from=consul-template /bin/consul-template /usr/local/bin/
HEALTHCHECK NONE
