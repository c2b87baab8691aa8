import { renderToString } from 'react-dom/server';
import { CallPage } from './call.tsx';

/** What a server renders of the page of a call. */
export const html = (): string =>
	renderToString(<CallPage config={{ meetingId: 'abcd-efgh-ijkl', name: 'Ann' }} token="token" />);
