# Read by both containers that run consul-template, beside the file that says what they render.
consul {
  # The address and the token are in CONSUL_HTTP_ADDR and CONSUL_HTTP_TOKEN.
  retry {
    attempts    = 0
    backoff     = "250ms"
    max_backoff = "5s"
  }
}

log_level = "warn"
max_stale = "10m"
