import type { Candidate } from '../../api/types';
import { language } from '../../i18n';
import { Tag } from '../../ui/parts';

/** Why two may be the same. */
export function Evidences({ candidate }: { candidate: Candidate }) {
  return (
    <ul>
      {candidate.evidence.map((each) => (
        <li key={`${each.field}${each.level}`}>
          <Tag>{language() === 'en' ? each.text : each.text_zh}</Tag>
        </li>
      ))}
    </ul>
  );
}
