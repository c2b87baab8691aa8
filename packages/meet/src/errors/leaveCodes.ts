/** Numbers of the leave reasons that this page has words for, by their names in the contract. A test compares them. */
export const WEBSOCKET_DISCONNECTED = 1001;
export const REMOVE_PEER = 1002;
export const REMOVE_PEER_VIEWER_MODE_CHANGED = 1003;
export const ROOM_CLOSE = 1006;
export const UNKNOWN = 1007;
export const REMOVE_ALL = 1008;
export const MEETING_END_API = 1009;
export const REMOVE_PEER_API = 1010;
export const DUPLICATE_PARTICIPANT = 1011;
export const MANUAL_LEAVE_CALLED = 1101;
export const WEBSOCKET_CONNECTION_ATTEMPTS_EXHAUSTED = 1102;
export const JOIN_ROOM_FAILED = 1103;
export const KEY_REVOKED = 1202;
