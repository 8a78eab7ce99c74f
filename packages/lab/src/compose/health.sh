#!/bin/bash
# A container's health check, which needs no curl: ends with 0 when the process in it is ready. In bash,
# which speaks TCP by itself: it runs every few seconds in every container, and a Node that starts costs
# twenty times as much.
exec 3<>"/dev/tcp/127.0.0.1/$PORT" || exit 1
printf 'GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' >&3
read -r -t 3 _ status _ <&3
[ "$status" = 200 ]
