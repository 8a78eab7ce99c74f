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
