/** The answer to `npm start -- --help`. The complete list of settings is docs/settings.md, made from the server's own. */
export const START_USAGE = `Usage: npm start [-- OPTIONS]

Starts Roomcast: installs what is missing on this machine (the first time takes a few minutes), runs the server, and
prints the links to a call and to the API reference. Ctrl-C ends the calls; a second one stops at once.

Options
  -h, --help        this text

Settings are environment variables, for example:  ROOMCAST_PORT=9000 npm start

  ROOMCAST_PORT                HTTP and WebSocket (8080)
  ROOMCAST_PUBLIC_URL          base of every link (http://localhost:<port>)
  ROOMCAST_DATA_DIR            embedded database, files, development key (./data)
  ROOMCAST_API_KEY             the first key and its secret; without them
  ROOMCAST_API_SECRET            a development key is made at the first start
  ROOMCAST_DATABASE_URL        postgres://…, instead of the embedded database
  ROOMCAST_MEDIA_PORTS         one UDP and TCP port for each media worker (40000-40099)
  ROOMCAST_MEDIA_ANNOUNCED_IP  address that browsers send media to (the machine's)
  ROOMCAST_ICE_SERVERS         STUN and TURN servers, with
  ROOMCAST_TURN_SECRET           the secret for time-limited TURN credentials

All of them: docs/settings.md. What the setup installs, and where: docs/install.md.
Other commands: npm run dev, npm test, npm run doctor, npm run bench, npx roomcast --help`;
