import { iceServers } from './iceServers.ts';
import { integer, ipAddress, matching, path, portRange } from './parse.ts';
import { setting } from './setting.ts';

/** Settings of media: ports, addresses, workers, ICE and TURN. */
export const MEDIA_SETTINGS = {
	mediaPorts: setting({
		name: 'ROOMCAST_MEDIA_PORTS',
		description:
			'Ports for media. Each media worker uses one of them, for UDP and for TCP. In a cluster, the others are for media workers that other servers use here (the lower half of what is left), and for media between servers (the upper half).',
		allowed: '`first-last`, or one port',
		default: '40000-40099',
		parse: portRange,
	}),
	mediaListenIp: setting({
		name: 'ROOMCAST_MEDIA_LISTEN_IP',
		description: 'Address that media listens on.',
		allowed: 'IP address',
		default: '0.0.0.0',
		parse: ipAddress,
	}),
	mediaAnnouncedIp: setting({
		name: 'ROOMCAST_MEDIA_ANNOUNCED_IP',
		description: 'Address that browsers send media to. Behind NAT, set the public address.',
		allowed: 'IP address or host name',
		without: 'the first IPv4 address of this machine that is not loopback, or else `127.0.0.1`',
		parse: matching(/^[0-9A-Za-z:.-]{1,253}$/, 'an IP address or a host name'),
	}),
	mediaInternalIp: setting({
		name: 'ROOMCAST_MEDIA_INTERNAL_IP',
		description:
			'Address of this server for media from other servers of its cluster. It is encrypted, but it need not leave a private network.',
		allowed: 'IP address of this machine',
		without: 'the first IPv4 address of this machine that is not loopback, or else `127.0.0.1`',
		parse: ipAddress,
	}),
	region: setting({
		name: 'ROOMCAST_REGION',
		description:
			'Where this server is. In a cluster, the media of a participant goes to a server in the region of the server that the participant reached.',
		allowed: '1 to 64 letters, digits, `.`, `_` or `-`',
		without: 'media goes to any server of the cluster, by load',
		parse: matching(/^[0-9A-Za-z._-]{1,64}$/, '1 to 64 letters, digits, `.`, `_` or `-`'),
	}),
	mediaWorkers: setting({
		name: 'ROOMCAST_MEDIA_WORKERS',
		description: 'Media worker processes. `ROOMCAST_MEDIA_PORTS` must have a port for each.',
		allowed: '1–256',
		without: 'one per core, limited by the media ports',
		parse: integer(1, 256),
	}),
	mediaSpreadFrom: setting({
		name: 'ROOMCAST_MEDIA_SPREAD_FROM',
		description:
			'Streams in and out of a media worker from which the participants of its sessions go to other workers, too. What they send then crosses between workers, which costs CPU time. `0`: from the first participant who joins another.',
		allowed: '0–100000',
		default: '400',
		parse: integer(0, 100_000),
	}),
	mediaWorkerBin: setting({
		name: 'ROOMCAST_MEDIA_WORKER_BIN',
		description: 'The `mediasoup-worker` program.',
		allowed: 'path',
		without: 'the one that the setup found or built',
		parse: path,
	}),
	maxIncomingBitrate: setting({
		name: 'ROOMCAST_MAX_INCOMING_BITRATE',
		description:
			'What one participant may send in total, in kbit/s. The server asks browsers to stay below it, and removes a participant who sends more than twice as much for 10 s, with the reason `BITRATE_EXCEEDED`. `0`: no limit.',
		allowed: '0–1000000',
		default: '20000',
		parse: integer(0, 1_000_000),
	}),
	iceServers: setting({
		name: 'ROOMCAST_ICE_SERVERS',
		description: 'STUN and TURN servers for browsers.',
		allowed:
			'`stun:`, `turn:` and `turns:` URLs separated by commas, or a JSON array of `{"urls", "username", "credential"}`',
		without: 'none: browsers connect to the media ports',
		// The JSON form may hold credentials.
		secret: true,
		parse: iceServers,
	}),
	turnSecret: setting({
		name: 'ROOMCAST_TURN_SECRET',
		description:
			'Secret shared with the TURN server (coturn: `static-auth-secret`). Each participant gets separate credentials that expire.',
		allowed: 'text',
		without: 'TURN servers get only the credentials in `ROOMCAST_ICE_SERVERS`',
		secret: true,
		parse: matching(/^.{1,512}$/, '1 to 512 characters'),
	}),
	turnTtl: setting({
		name: 'ROOMCAST_TURN_TTL',
		description: 'Seconds for which TURN credentials are valid.',
		allowed: '60–604800',
		default: '86400',
		parse: integer(60, 604_800),
	}),
} as const;
