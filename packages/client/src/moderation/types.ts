/** What of a participant is pinned: camera, screen, or both. */
export type PinType = 'SHARE_AND_CAM' | 'CAM' | 'SHARE';
