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

template {
  source      = "/config/web.cfg.ctmpl"
  destination = "/balancer/web.cfg"
  # Several changes at once are one reload.
  wait {
    min = "100ms"
    max = "500ms"
  }
  exec {
    command = ["node", "/app/packages/lab/src/compose/reload-balancer.ts"]
    timeout = "15s"
  }
}
