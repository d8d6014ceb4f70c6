import { useCallback, useEffect, useId, useState, type FormEvent } from 'react';
import type { WatchLinkEntry } from 'roadmap-task-progress';
import { CopyButton } from '../shared/copy-button.tsx';
import { FailureNote } from '../shared/failure-note.tsx';
import { Modal } from '../shared/modal.tsx';
import { useWords } from '../words/language.ts';
import { lives, listLinks, makeLink, revokeLink, type Life } from './watch-links.ts';

/** Makes links by which anybody may watch and read this roadmap, and takes them back. */
export default function ShareDialog({ taskId, onClose }: { taskId: string; onClose: () => void }) {
  const { ready } = useWords();
  const [life, setLife] = useState<Life>('week');
  const [url, setUrl] = useState<string>();
  const [links, setLinks] = useState<readonly WatchLinkEntry[]>([]);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const urlId = useId();

  const load = useCallback(() => listLinks(taskId).then(setLinks, setFailure), [taskId]);
  useEffect(() => void load(), [load]);

  const act = async (action: () => Promise<void>) => {
    setBusy(true);
    setFailure(undefined);
    await action().then(load, setFailure);
    setBusy(false);
  };
  const make = (event: FormEvent) => {
    event.preventDefault();
    void act(async () => setUrl((await makeLink(taskId, life)).url));
  };

  return (
    <Modal title={ready.shareTitle} onClose={onClose}>
      <form className="ready-form" onSubmit={make}>
        <p>{ready.shareLead}</p>
        <label>
          {ready.linkLife}
          <select value={life} onChange={(event) => setLife(event.target.value as Life)}>
            {lives.map((each) => (
              <option key={each} value={each}>
                {ready.lives[each]}
              </option>
            ))}
          </select>
        </label>
        <button className="button primary" disabled={busy}>
          {ready.makeLink}
        </button>
      </form>
      {url !== undefined && (
        <div className="ready-link" role="status">
          <label htmlFor={urlId}>{ready.linkIsMade}</label>
          <div>
            <input id={urlId} readOnly value={url} onFocus={(event) => event.target.select()} />
            <CopyButton text={() => url} />
          </div>
        </div>
      )}
      <FailureNote error={failure} />
      <Links links={links} busy={busy} onRevoke={(id) => void act(() => revokeLink(taskId, id))} />
    </Modal>
  );
}

interface LinksProps {
  readonly links: readonly WatchLinkEntry[];
  readonly busy: boolean;
  readonly onRevoke: (linkId: string) => void;
}

function Links({ links, busy, onRevoke }: LinksProps) {
  const { ready, units } = useWords();
  if (links.length === 0) return null;
  return (
    <section className="ready-links">
      <h3>{ready.links}</h3>
      <ul>
        {links.map((link) => (
          <li key={link.link_id}>
            <span>{ready.linkFacts(units.moment(link.created_at), units.moment(link.expires_at))}</span>
            <button type="button" className="button danger small" disabled={busy} onClick={() => onRevoke(link.link_id)}>
              {ready.revoke}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
