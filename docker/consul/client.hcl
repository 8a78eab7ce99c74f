# The agent beside the services: they register here, it looks after them, and answers for the servers.
retry_join     = ["consul-1", "consul-2", "consul-3"]
retry_interval = "1s"
ui_config { enabled = true }
dns_config {
  # What is found is good for a moment only, as with the HTTP API.
  service_ttl { "*" = "0s" }
  only_passing = true
  # Who does not get all of an answer is told so, and asks again over TCP.
  enable_truncate = true
  # More instances in one answer.
  enable_additional_node_meta_txt = false
}
