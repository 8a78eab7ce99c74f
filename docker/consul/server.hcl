# One of three servers.
server           = true
bootstrap_expect = 3
retry_join       = ["consul-1", "consul-2", "consul-3"]
retry_interval   = "1s"
# An orderly stop of one is no reason to make the cluster smaller.
leave_on_terminate = false
performance { raft_multiplier = 2 }
