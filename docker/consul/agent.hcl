# Every Consul agent, server or client. What is secret comes from the volume of secrets.
datacenter           = "lab"
disable_update_check = true
client_addr          = "0.0.0.0"
log_level            = "WARN"

acl {
  enabled        = true
  default_policy = "deny"
  # With the servers away, what was allowed stays allowed.
  down_policy    = "extend-cache"
}

connect { enabled = false }
telemetry { disable_hostname = true }
