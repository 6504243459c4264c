// Node 20 does not run TypeScript: a thread registers tsx for itself before it loads the stage.
import { register } from 'tsx/esm/api';

register();
const { default: readFeedOnThread } = await import('./feed-thread.ts');
export default readFeedOnThread;
