import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * nginx as Debian configures it, on this folder and port, in the foreground. Below `/through/` it asks the service and sends
 * the files that it is told to.
 */
export function startNginx(root, port, service) {
  const work = mkdtempSync(join(tmpdir(), 'pezzottify-bench-nginx-'));
  const file = join(work, 'nginx.conf');
  writeFileSync(
    file,
    `worker_processes auto;
daemon off;
user root;
pid ${work}/nginx.pid;
error_log ${work}/error.log;
events { worker_connections 768; }
http {
  sendfile on;
  tcp_nopush on;
  access_log off;
  client_body_temp_path ${work}; proxy_temp_path ${work}; fastcgi_temp_path ${work};
  uwsgi_temp_path ${work}; scgi_temp_path ${work};
  upstream service { server ${new URL(service).host}; keepalive 32; }
  server {
    listen 127.0.0.1:${port};
    root ${root};
    location /through/ {
      proxy_pass http://service/;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header X-Forwarded-For $remote_addr;
    }
    location /media/audio/ { internal; alias ${root}/; }
  }
}
`,
  );
  return spawn('/usr/sbin/nginx', ['-c', file, '-p', work], { stdio: 'inherit' });
}
