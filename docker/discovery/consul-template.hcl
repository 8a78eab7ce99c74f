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
  source      = "/config/endpoints.json.ctmpl"
  # It writes another file and renames it, so that nobody reads half of one.
  destination = "/discovery/endpoints.json"
  perms       = 0644
  # Several changes at once are one file.
  wait {
    min = "100ms"
    max = "500ms"
  }
}
