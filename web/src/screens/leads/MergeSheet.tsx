/** What a merge would make of each field, before it is done. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { content, leads, once } from '../../api/client';
import type { Candidate, LeadDetail } from '../../api/types';
import type { Words } from '../../i18n/zh';
import { useAsk } from '../../offline/answers';
import { BoneRows, Failure } from '../../ui/parts';
import { Sheet } from '../../ui/Sheet';
import { complain, say } from '../../ui/toast';

type Field = keyof Words['leads']['field'];

export default function MergeSheet({ lead, other, onClose }: { lead: LeadDetail; other: Candidate; onClose: () => void }) {
  const { t } = useTranslation();
  const { t: l } = useTranslation('lead');
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const { data, error, pending } = useAsk(['leads-merge', lead.id, other.id], () =>
    content(leads.POST('/api/leads/v1/leads/{lead_id}/merge/preview', { params: { path: { lead_id: lead.id } }, body: { absorbed_id: other.id } })),
  );
  const merge = async () => {
    setBusy(true);
    try {
      await leads.POST('/api/leads/v1/leads/{lead_id}/merge', { params: { path: { lead_id: lead.id }, header: once() }, body: { absorbed_id: other.id } });
      say(l('merged'));
      await client.invalidateQueries({ queryKey: ['leads'] });
      onClose();
    } catch (failed) {
      complain(failed);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Sheet title={l('mergeTitle')} hint={l('mergeHint')} opened onClose={onClose} onSubmit={merge} busy={busy || pending} submit={l('merge')} wide>
      {pending && <BoneRows count={4} />}
      {error && <Failure error={error} />}
      {data && (
        <div className="scroll-x">
          <table className="table">
            <thead>
              <tr>
                <th className="text" scope="col">{l('mergeField')}</th>
                <th className="text" scope="col">{l('mergeThis')}</th>
                <th className="text" scope="col">{l('mergeOther')}</th>
                <th className="text" scope="col">{l('mergeResult')}</th>
              </tr>
            </thead>
            <tbody>
              {data.fields
                .filter((field) => field.survivor || field.absorbed)
                .map((field) => (
                  <tr key={field.field}>
                    <th scope="row">{t(`leads.field.${field.field as Field}`)}</th>
                    <td className="text soft">{field.survivor ?? '—'}</td>
                    <td className="text soft">{field.absorbed ?? '—'}</td>
                    <td className="text">{field.result ?? '—'}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </div>
      )}
    </Sheet>
  );
}
