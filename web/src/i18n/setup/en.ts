/** Words of everything that can be set up, in English. */
import type { Setup } from './zh';

const en: Setup = {
  title: 'Setup',
  pick: 'Choose what to set up',
  pickHint: 'How leads are scored, to whom they go, how they are followed up and where they come from: on the left.',
  notYours: 'Nothing to set up here',
  notYoursHint: 'It is not there, or not yours to see. An administrator can help.',
  dropDraft: 'Drop the draft',
  noPeople: 'There are no salespeople in the directory yet.',
  moveUp: 'Move “{{name}}” up',
  moveDown: 'Move “{{name}}” down',
  movedTo: '“{{name}}” is number {{place}} now',
  areas: {
    scoring: { name: 'Scoring', hint: 'Factors, weights, grades, versions' },
    assignment: { name: 'Assignment', hint: 'Rules, fairness, the unassigned' },
    people: { name: 'Hours and leave', hint: 'Who can take leads, and when' },
    pools: { name: 'Pools', hint: 'Who may claim, how many a day' },
    transfers: { name: 'Transfers', hint: 'Hand leads on when people move' },
    sources: { name: 'Sources and campaigns', hint: 'Where leads come from, at what cost' },
    plans: { name: 'Follow-up plans', hint: 'Steps, reminders, working days' },
    forms: { name: 'Web forms and mail', hint: 'Leads from pages and letters' },
    duplicates: { name: 'Duplicate policy', hint: 'Block, warn or merge' },
    mappings: { name: 'Import mappings', hint: 'Saved columns and words' },
  },
  condition: {
    when: 'Condition',
    asText: 'Write as an expression',
    asClauses: 'Choose one by one',
    text: 'Expression',
    textHint: "CEL, for example source == 'exhibition' && company_size >= 200",
    add: 'Add a condition',
    drop: 'Remove this condition',
    alwaysHint: 'No condition: it holds for every lead.',
    field: 'Field',
    operator: 'Comparison',
    value: 'Value',
    several: 'separated by commas',
    always: 'Always',
    and: ' and ',
    or: ' or ',
    group: '({{text}})',
    fields: {
      source: 'Source', campaign: 'Campaign', region: 'Region', industry: 'Industry', company: 'Company', name: 'Name', address: 'Address', need: 'Need', need_length: 'Length of the need', company_size: 'Company size', budget: 'Budget', currency: 'Currency', has_phone: 'Has a phone', has_email: 'Has an e-mail',
      has_contact: 'Has a contact', is_customer: 'Is a customer', touches: 'Touches', follow_ups: 'Follow-ups', age_days: 'Days since registration', idle_days: 'Days without contact', score: 'Score', grade: 'Grade',
    },
    operators: { equals: 'is', differs: 'is not', among: 'is one of', contains: 'contains', least: 'at least', above: 'above', most: 'at most', below: 'below', yes: 'yes', no: 'no', each: 'points for each' },
    said: { equals: '{{what}} is {{value}}', differs: '{{what}} is not {{value}}', among: '{{what}} is {{value}}', contains: '{{what}} contains “{{value}}”', least: '{{what}} ≥ {{value}}', above: '{{what}} > {{value}}', most: '{{what}} ≤ {{value}}', below: '{{what}} < {{value}}', each: '{{what}}: points for each' },
    flags: { yes: { has_phone: 'has a phone', has_email: 'has an e-mail', has_contact: 'has a contact', is_customer: 'is a customer' }, no: { has_phone: 'has no phone', has_email: 'has no e-mail', has_contact: 'has no contact', is_customer: 'is no customer yet' } },
  },
};

export default en;
