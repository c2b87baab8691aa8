/**
 * What of the contract apps see. Declarations of the SDK take it from here alone: `build/declarations.ts` prints this file
 * from the schemas, so that apps need no package of the contract.
 */

export type { RoomCaptureState } from '@roomcast/contract/captures';
export type { ErrorName } from '@roomcast/contract/errors/table';
export type { StreamFailure } from '@roomcast/contract/failures';
export type { CompositionConfig, TranscriptionConfig } from '@roomcast/contract/rest/compositions';
export type { LivestreamOutput } from '@roomcast/contract/rest/livestreams';
export type { EntryDecision } from '@roomcast/contract/rest/sessions';
export type { InvitationInfo, InvitationOptions, InvitedAs } from '@roomcast/contract/signalling/invitations';
export type { StreamKind } from '@roomcast/contract/signalling/media';
export type { DisplaySurface, LeaveReason, LeaveReasonName, PinState } from '@roomcast/contract/signalling/participant';
export type { PubSubMessage } from '@roomcast/contract/signalling/pubsub';
export type { Mode } from '@roomcast/contract/tokens/permissions';
