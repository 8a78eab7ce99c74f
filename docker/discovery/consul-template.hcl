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
