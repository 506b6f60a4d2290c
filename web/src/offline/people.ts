/** The names of people, as far as the person may read the directory; else their user names. */
import { useTranslation } from 'react-i18next';

import { content, gateway } from '../api/client';
import { Refused } from '../api/problems';
import { usePerson } from '../app/session';
import { useAsk } from './answers';

const MOST = 200;

export function usePeopleList() {
  return useAsk(['directory', 'people'], () =>
    content(gateway.GET('/api/integration-gateway/v1/people', { params: { query: { active: true, limit: MOST } } }))
      .then((page) => page.items)
      .catch((error: unknown) => {
        // The directory is not open to everybody; names are then what they sign in with.
        if (error instanceof Refused && error.status === 403) return [];
        throw error;
      }),
  );
}

/** How to call somebody by id; what the system does by itself is named by a purpose, such as `import:...`. */
export function usePeople(): (id: string | null | undefined) => string {
  const { t } = useTranslation();
  const person = usePerson();
  const { data } = usePeopleList();
  return (id) => {
    if (!id) return '';
    if (id.includes(':')) return t(id.startsWith('import:') ? 'actors.import' : 'actors.system');
    return id === person.id ? person.name : (data?.find((each) => each.person_id === id)?.name ?? id);
  };
}
