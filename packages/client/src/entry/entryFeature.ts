import type { EntryDecision, InvitationOptions } from '../contract/types.ts';
import type { Emits } from '../events/Emitter.ts';
import type { Feature, Preconditions } from '../feature/Feature.ts';
import type { RequestOf } from '../signalling/Connection.ts';
import { type EntryAnswers, EntryRequests } from './EntryRequests.ts';
import type { EntryRequested, Invitation } from './types.ts';

/** Who is let in: those who wait, and links for guests. */
export interface EntryMethods {
	/** Who waits to be let in, in the order of asking; empty without `allow_join`. Roomcast's own property. */
	readonly entryRequests: EntryRequested[];

	/**
	 * Lets somebody in who waits, or not. The first answer counts. Needs `allow_join`.
	 *
	 * @throws MeetingError 3073 for another word; 4059 when somebody was quicker or they are gone
	 */
	respondEntry(participantId: string, decision: EntryDecision): Promise<void>;

	/**
	 * Makes a link for guests: needs `allow_join`, and `allow_mod` for guests who need not ask. Roomcast's own.
	 *
	 * @throws MeetingError 4008 without the permission; 6000 for options that are not allowed; 6080 where the server makes none
	 */
	createInvitation(options?: InvitationOptions): Promise<Invitation>;
}

/** Events of a meeting about those who wait. */
export interface EntryEvents {
	/** Somebody waits to be let in. Only with `allow_join`. */
	'entry-requested': [EntryRequested];
	/** Somebody gave up waiting. Only with `allow_join`. Roomcast's own event. */
	'entry-request-ended': [participantId: string];
	/**
	 * A request to be let in was answered: with `allow_join` anybody's. One's own comes at every join, `allowed`, also where
	 * nobody had to be asked.
	 */
	'entry-responded': [participantId: string, decision: EntryDecision];
}

/** What is asked of the server. @internal */
export type EntryFeatureRequests = EntryAnswers | 'create-invitation';

/** Lets others in. @internal */
export function entryFeature(
	request: RequestOf<EntryFeatureRequests>,
	preconditions: Preconditions,
	localId: () => string,
	events: Emits<EntryEvents>,
): Feature<EntryMethods, 'entry-requested' | 'entry-request-ended' | 'entry-responded'> {
	const waiting = new EntryRequests(request);
	waiting.on('requested', (asked) => events.emit('entry-requested', asked));
	waiting.on('ended', (id) => events.emit('entry-request-ended', id));
	/** Whether the answer that let us in came, and was not followed by our join yet. */
	let answered = false;
	waiting.on('responded', (id, decision) => {
		if (id === localId()) answered = decision === 'allowed';
		events.emit('entry-responded', id, decision);
	});
	return {
		methods: {
			get entryRequests() {
				return waiting.all;
			},
			async respondEntry(participantId, decision) {
				preconditions.requireJoined();
				await waiting.respond(participantId, decision);
			},
			async createInvitation(options = {}) {
				preconditions.requireJoined();
				const { expiresAt, ...made } = await request('create-invitation', options);
				return { ...made, expiresAt: new Date(expiresAt) };
			},
		},
		notifications: {
			'entry-requested': (info) => waiting.handleRequested(info),
			'entry-request-ended': ({ participantId }) => waiting.handleEnded(participantId),
			'entry-responded': ({ participantId, decision }) => waiting.handleResponded(participantId, decision),
		},
		lifecycle: {
			// Whoever need not ask is let in as well: apps that wait for an answer get one at each join.
			told: ({ participantId }) => {
				if (!answered) events.emit('entry-responded', participantId, 'allowed');
				answered = false;
			},
			entered: ({ entryRequests }) => waiting.handleSnapshot(entryRequests),
		},
	};
}
