/** Chooses people, by the names that they are known by. */
import { useTranslation } from 'react-i18next';

import { usePeopleList } from '../../offline/people';

export function useSellers() {
  const { data } = usePeopleList();
  return (data ?? []).filter((each) => each.roles.includes('salesperson') || each.roles.includes('manager'));
}

export function PeopleField({ label, hint, value, onChange, error }: { label: string; hint?: string; value: readonly string[]; onChange: (people: string[]) => void; error?: string | undefined }) {
  const { t } = useTranslation('setup');
  const sellers = useSellers();
  const offered = [...sellers, ...value.filter((id) => !sellers.some((each) => each.person_id === id)).map((id) => ({ person_id: id, name: id, team: null }))];
  return (
    <fieldset className="condition">
      <legend>{label}</legend>
      {hint && <p className="soft small">{hint}</p>}
      <span className="among">
        {offered.map((each) => (
          <label key={each.person_id} className="pick">
            <input type="checkbox" checked={value.includes(each.person_id)} onChange={(event) => onChange(event.currentTarget.checked ? [...value, each.person_id] : value.filter((id) => id !== each.person_id))} />
            <span>{each.name}</span>
          </label>
        ))}
        {offered.length === 0 && <span className="soft small">{t('noPeople')}</span>}
      </span>
      {error && (
        <p className="small bad-text" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
