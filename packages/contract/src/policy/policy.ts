import { backend, client, either, nobodysServer, owner, publisher, type Rule, server } from './Rule.ts';

/**
 * Everything that can be done, and who may: one line each. Routes and signalling requests name their action where they
 * are declared, and pages ask the same rules what to show. That a token is only good for its own key, room and
 * participant holds for all of them (`confinement`).
 */
export const POLICY = {
	'room.create': { title: 'Create a room', rule: server() },
	'room.list': { title: 'List rooms', rule: server() },
	'room.get': { title: 'Look a room up', rule: client() },
	'room.captures': { title: 'See what is recorded or streamed of a room', rule: client() },
	'room.deactivate': { title: 'Deactivate a room', rule: server('allow_join', 'allow_mod') },

	'session.read': { title: 'Read sessions, their participants and their quality', rule: server() },
	'session.end': { title: 'End a session', rule: server('allow_join', 'allow_mod') },
	'participant.remove': { title: 'Remove a participant', rule: server('allow_join', 'allow_mod') },
	'entry.list': { title: 'List who waits to be let in', rule: server('allow_join') },
	'entry.answer': { title: 'Let somebody in, or not', rule: server('allow_join') },

	'recording.read': { title: 'Read recordings', rule: server() },
	'recording.start': { title: 'Start a recording', rule: server('allow_join', 'allow_mod') },
	'recording.stop': { title: 'Stop a recording', rule: server('allow_join', 'allow_mod') },
	'recording.delete': { title: 'Delete a recording', rule: server('allow_join', 'allow_mod') },

	'livestream.read': { title: 'Read livestreams', rule: server() },
	'livestream.read-keys': { title: 'Read the stream keys of a livestream', rule: nobodysServer('allow_mod') },
	'livestream.start': { title: 'Start a livestream', rule: server('allow_join', 'allow_mod') },
	'livestream.stop': { title: 'Stop a livestream', rule: server('allow_join', 'allow_mod') },
	'livestream.change': { title: 'Add and remove outputs of a livestream', rule: server('allow_join', 'allow_mod') },

	'hls.read': { title: 'Read HLS streams', rule: server() },
	'hls.start': { title: 'Start HLS', rule: server('allow_join', 'allow_mod') },
	'hls.stop': { title: 'Stop HLS', rule: server('allow_join', 'allow_mod') },
	'hls.capture': { title: 'Take a picture of an HLS stream', rule: server('allow_join', 'allow_mod') },
	'hls.delete': { title: 'Delete an HLS stream', rule: server('allow_join', 'allow_mod') },

	'storage.read': { title: 'Read the storage of the key', rule: owner('allow_mod') },
	'storage.set': { title: 'Set or delete the storage of the key', rule: owner('allow_mod') },

	'webhook.read': { title: 'Read webhook deliveries', rule: server() },
	'webhook.replay': { title: 'Send a webhook again', rule: server() },
	'webhook.secret': { title: 'Read or rotate the secret of webhooks', rule: backend() },

	'whip.publish': { title: 'Publish by WHIP', rule: publisher() },
	'whip.restart': { title: 'Restart the ICE of a publication, by its URL', rule: publisher() },
	'whip.end': {
		title: 'End a publication, by its URL',
		rule: either(publisher(), server('allow_join', 'allow_mod')),
	},
} as const satisfies Record<string, { title: string; rule: Rule }>;

/** The name of something that can be done. */
export type Action = keyof typeof POLICY;
