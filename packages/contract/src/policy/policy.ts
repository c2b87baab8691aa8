import {
	anybody,
	anyToken,
	asker,
	backend,
	client,
	either,
	joiner,
	nobodysServer,
	owner,
	participant,
	publisher,
	type Rule,
	server,
} from './Rule.ts';

/** Something that can be done. */
interface PolicyEntry {
	/** For the docs. */
	readonly title: string;
	readonly rule: Rule;
	/** It is not about one room: of lists, a token for a room sees what is of its room. */
	readonly wholeKey?: boolean;
}

/**
 * Everything that can be done, and who may: one line each. Routes and signalling requests name their action where they
 * are declared, and pages ask the same rules what to show. That a token is only valid for its own key, room and
 * participant holds for all of them (`confinement`).
 */
export const POLICY = {
	'room.create': { title: 'Create a room', rule: server() },
	'room.list': { title: 'List rooms', rule: server(), wholeKey: true },
	'room.get': { title: 'Look up a room', rule: client() },
	'room.captures': { title: 'See whether a room is recorded or streamed', rule: anyToken() },
	'room.deactivate': { title: 'Deactivate a room', rule: server('allow_join', 'allow_mod') },

	'session.read': { title: 'Read sessions, their participants and their quality', rule: server() },
	'session.end': { title: 'End a session', rule: server('allow_join', 'allow_mod') },
	'participant.remove': { title: 'Remove a participant', rule: server('allow_join', 'allow_mod') },
	'entry.list': { title: 'List waiting guests', rule: server('allow_join') },
	'entry.answer': { title: 'Answer an entry request', rule: server('allow_join') },

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

	'storage.read': { title: 'Read the storage of the key', rule: owner('allow_mod'), wholeKey: true },
	'storage.set': { title: 'Set or delete the storage of the key', rule: owner('allow_mod'), wholeKey: true },

	'webhook.read': { title: 'Read webhook deliveries', rule: server(), wholeKey: true },
	'webhook.replay': { title: 'Send a webhook again', rule: server(), wholeKey: true },
	'webhook.secret': { title: 'Read or rotate the webhook secret', rule: backend(), wholeKey: true },

	'whip.publish': { title: 'Publish by WHIP', rule: publisher() },
	'whip.restart': { title: 'Restart ICE of a publication, by its URL', rule: publisher() },
	'whip.end': {
		title: 'End a publication, by its URL',
		rule: either(publisher(), server('allow_join', 'allow_mod')),
	},

	'call.join': { title: 'Join', rule: joiner() },
	'call.ask': { title: 'Ask to be let in', rule: asker() },
	'call.test': { title: 'Test the line before a call', rule: anyToken() },
	'call.stay': { title: 'Leave, and come back after a broken connection', rule: anybody() },
	'call.receive': { title: 'See and hear the others', rule: anybody() },
	'call.send': { title: 'Send sound, camera and screen', rule: participant() },
	'call.send-data': { title: 'Send over data channels', rule: participant() },
	'call.change-mode': { title: 'Change your own mode', rule: anybody() },
	'call.publish': { title: 'Write messages', rule: anybody() },
	'call.read-messages': { title: 'Read messages', rule: anybody() },
	'call.set-value': { title: 'Set values of the session', rule: participant() },
	'call.read-values': { title: 'Read values of the session', rule: anybody() },
	'call.pin': { title: 'Pin for everybody', rule: participant() },
	'call.let-in': { title: 'See entry requests, and answer them', rule: anybody('allow_join') },
	'call.invite': { title: 'Make a link for guests who ask to be let in', rule: anybody('allow_join') },
	'call.invite-freely': {
		title: 'Make a link for guests who join or watch without asking',
		rule: anybody('allow_mod'),
	},
	'call.record': { title: 'Start and stop recordings', rule: anybody('allow_join', 'allow_mod') },
	'call.livestream': { title: 'Start and stop livestreams', rule: anybody('allow_join', 'allow_mod') },
	'call.hls': { title: 'Start and stop HLS', rule: anybody('allow_join', 'allow_mod') },
	'call.switch-media': { title: 'Mute others, and ask them to unmute', rule: anybody('allow_mod') },
	'call.change-mode-of-others': { title: 'Change the mode of others', rule: anybody('allow_mod') },
	'call.remove': { title: 'Remove others', rule: anybody('allow_mod') },
	'call.end': { title: 'End the call', rule: anybody('allow_mod') },
} as const satisfies Record<string, PolicyEntry>;

/** The name of something that can be done. */
export type Action = keyof typeof POLICY;
