import { TaskProgressClient, TaskProgressError } from 'roadmap-task-progress';
import { TaskPolling } from 'roadmap-task-progress/legacy';

const [url = '', taskId = ''] = process.argv.slice(2);
const client = new TaskProgressClient({ url });
try {
  for await (const message of client.watch(taskId)) {
    if (message.type === 'progress') console.log(message.step, message.percentage ?? '');
  }
} catch (error) {
  if (!(error instanceof TaskProgressError)) throw error;
  console.log(`${error.code} ${error.final}`, new TaskPolling(taskId).running());
} finally {
  client.close();
}
