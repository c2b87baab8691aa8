import type { AgentState } from '../constants/Constants.ts';
import type { Participant, ParticipantEvent } from './Participant.ts';

/**
 * An agent in the meeting, for the types of apps: an agent of VideoSDK cannot join the calls of a Roomcast server, so no
 * participant is one.
 */
export interface AgentParticipant extends Participant {
	readonly isAgent: boolean;
	readonly agentId: string;
	readonly agentState: AgentState;
}

/** Listeners of the events of an agent, by event. */
export interface AgentParticipantEvent extends Omit<ParticipantEvent, 'agent-state-changed'> {
	'agent-state-changed': (state: AgentState) => void;
	'agent-transcription-received': (data: {
		segment: { text: string; timestamp: number; type?: string };
		participant: Participant | AgentParticipant;
	}) => void;
	'agent-metrics': (data: { latency: object; speech: object; providers?: object; systemInstructions?: object }) => void;
}
