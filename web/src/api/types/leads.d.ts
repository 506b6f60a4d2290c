export interface paths {
    "/api/leads/v1/assignment-fairness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Assignment Fairness
         * @description What rules gave to each person in a period, by their capacity, and how far apart the most and the least are.
         */
        get: operations["get_assignment_fairness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/assignment-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Assignment Rules
         * @description The rules that leads are assigned by now; the first that applies decides.
         */
        get: operations["get_assignment_rules"];
        /**
         * Define Assignment Rules
         * @description Assign by other rules from now on.
         */
        put: operations["define_assignment_rules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/assignment-rules/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try Assignment Rules
         * @description What these rules would have done with recent leads, as everything was at that time; nothing is changed.
         *
         *     Leads that rules decided on are decided again in their order; the rules in force then would change nothing.
         */
        post: operations["try_assignment_rules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/assignment-rules/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Assignment Rules Versions
         * @description Every version of the assignment rules that was defined, with who, when and why, oldest first.
         */
        get: operations["list_assignment_rules_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Campaigns
         * @description Campaigns with their cost, the newest first; sort by starts_on, name, code or cost.
         */
        get: operations["list_campaigns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/campaigns/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Campaign
         * @description One campaign, as it is or as it was.
         */
        get: operations["get_campaign"];
        /**
         * Define Campaign
         * @description Plan a campaign, or change its name, source, period or cost: leads keep its code.
         */
        put: operations["define_campaign"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Changes
         * @description What the caller may see and what has changed of it, with tombstones for what is not theirs any more.
         *
         *     Without a cursor: what changed within 90 days, in pages, beginning with `reset`. Every change comes at least once.
         */
        get: operations["read_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/changes/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream Changes
         * @description The same as server-sent events with kind, id and version, without the rows; without a cursor: from now on.
         *
         *     `id` is a cursor for `/changes` as well. `reset`: the cursor does not fit any more, ask there without one.
         */
        get: operations["stream_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/commands/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Command
         * @description What became of a command that the caller gave: whether it arrived, and the version to go on from.
         */
        get: operations["get_command"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/conversions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Conversions
         * @description Conversions in the caller's scope, the newest first; sort by converted_at, outcome_at or score.
         */
        get: operations["list_conversions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/duplicate-policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Duplicate Policies
         * @description What is done about duplicates now, by channel.
         */
        get: operations["get_duplicate_policies"];
        /**
         * Define Duplicate Policies
         * @description Block, warn or merge from now on; each change makes the next version.
         *
         *     Whoever fills a web form in or writes a mail is answered the same in every case: blocked, nothing is stored;
         *     warned, it is taken and the pair is kept with its evidence, to be reviewed.
         */
        put: operations["define_duplicate_policies"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/duplicates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Duplicates
         * @description Pairs of leads that may be the same, of which the caller may see one at least; the surest first.
         */
        get: operations["list_duplicates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/duplicates/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check Duplicates
         * @description Who may be the same as somebody that is not registered yet, with evidence; changes nothing.
         *
         *     That a lead exists and whose it is, is told to everybody; its details only to those who may see it.
         */
        post: operations["check_duplicates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/duplicates/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Duplicate Runs
         * @description Runs, newest first.
         */
        get: operations["list_duplicate_runs"];
        put?: never;
        /**
         * Start Duplicate Run
         * @description Look over all leads for duplicates now; otherwise it happens every night. Nothing is merged.
         */
        post: operations["start_duplicate_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/duplicates/runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Duplicate Run
         * @description A run, with what each level of each field weighed in it.
         */
        get: operations["get_duplicate_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/files/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Upload Progress
         * @description How much of a file the caller has sent: where to go on after a lost connection.
         */
        get: operations["upload_progress"];
        /**
         * Upload File
         * @description Send a file, or its next part. Sending what has come already changes nothing.
         *
         *     `Content-Type` says what it is; JPEG, PNG, WebP, PDF, DOCX, XLSX and PPTX are taken, and judged by content.
         *     Pictures are kept without the place where they were taken.
         */
        put: operations["upload_file"];
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Upload Offset
         * @description The same, in the headers `Upload-Offset` and `Upload-Length`.
         */
        head: operations["upload_offset"];
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/follow-up-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Follow Up Rules
         * @description The plans, when owners are reminded, and whose days and hours count.
         */
        get: operations["get_follow_up_rules"];
        /**
         * Define Follow Up Rules
         * @description Plan and remind by other rules from now on; what is planned already stays as it is.
         */
        put: operations["define_follow_up_rules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/follow-ups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Follow Ups
         * @description Contacts with the leads in the caller's scope; sort by occurred_at, recorded_at or attempt.
         */
        get: operations["list_follow_ups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/follow-ups.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Follow Ups
         * @description The same as CSV, newest first, safe to open in a spreadsheet.
         */
        get: operations["export_follow_ups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/form-style.css": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Form Style
         * @description How forms look.
         */
        get: operations["get_form_style"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/forms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Forms
         * @description Forms by name; sort by name or changed_at.
         */
        get: operations["list_forms"];
        put?: never;
        /**
         * Define Form
         * @description Define a form: what it asks, which source and campaign its leads have, and where it may stand.
         */
        post: operations["define_form"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/forms/{form_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Form
         * @description The form as a page without a script, to stand in a frame on the allowed origins.
         */
        get: operations["show_form"];
        /**
         * Revise Form
         * @description Change a form; all of it is replaced.
         */
        put: operations["revise_form"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/forms/{form_id}/definition": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Form Definition
         * @description The form for a script on one of the allowed origins.
         */
        get: operations["get_form_definition"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/forms/{form_id}/submissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submit Form
         * @description Send what was filled in, as JSON or as a page does; the answer never tells whether anybody is known.
         */
        post: operations["submit_form"];
        delete?: never;
        /**
         * May Submit
         * @description What a browser asks before a script of another origin sends.
         */
        options: operations["may_submit"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/import-mappings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Mappings
         * @description The caller's saved mappings and those shared in their team; sort by name or saved_at.
         */
        get: operations["list_mappings"];
        put?: never;
        /**
         * Save Mapping
         * @description Save how columns and words are understood under a name, over what is saved under it.
         */
        post: operations["save_mapping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/import-mappings/{mapping_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Mapping
         * @description One saved mapping.
         */
        get: operations["get_mapping"];
        put?: never;
        post?: never;
        /**
         * Remove Mapping
         * @description Forget a saved mapping.
         */
        delete: operations["remove_mapping"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Imports
         * @description Imports in the caller's scope, newest first; sort by started_at or status.
         */
        get: operations["list_imports"];
        put?: never;
        /**
         * Start Import
         * @description Import a lead file in the background. It is refused at once when it cannot be read.
         *
         *     Rows that make new leads follow the duplicate policy of imports; what they may be the same as is told per row, by
         *     kind, id and evidence. New leads that the file names no owner for are given out by the assignment rules at once.
         */
        post: operations["start_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/imports/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Import
         * @description How a file would be understood: its columns, what each is recognized as, and its first rows.
         */
        post: operations["preview_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/imports/{import_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Import
         * @description How far an import is, and what became of its rows so far.
         */
        get: operations["get_import"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/imports/{import_id}/commit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Commit Import
         * @description Import for good the file of a dry run, as it was tried; the results have the same digest.
         */
        post: operations["commit_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/imports/{import_id}/report.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Import Report Csv
         * @description The result of every row as CSV.
         */
        get: operations["get_import_report_csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/imports/{import_id}/report.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Import Report Xlsx
         * @description The result of every row as a workbook.
         */
        get: operations["get_import_report_xlsx"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/imports/{import_id}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Import Rows
         * @description What became of each row, with reasons, in the order of the file (the titles are row 1).
         */
        get: operations["list_import_rows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/imports/{import_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo Import
         * @description Take back what the import wrote, in the background.
         *
         *     Leads that nobody touched since are withdrawn, fields that nobody changed since get their old values back. What was
         *     edited or merged since, and touches noted on leads that were there, are kept and listed with the reason.
         */
        post: operations["undo_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/imports/{import_id}/unknown-values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Unknown Values
         * @description Sources, regions and industries of the file that there are no codes for; `values` can translate them.
         */
        get: operations["list_unknown_values"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/inbound-mails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take Mail
         * @description Take a raw message (RFC 5322). It makes a lead, or a touch of the lead that wrote it, once per Message-ID.
         *
         *     Automatic replies, bounces and mailing lists are ignored, with the reason. A campaign may stand in the
         *     address that was written to: `sales+canton-2026@…`.
         */
        post: operations["take_mail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/inbound-mails/signed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take Signed Mail
         * @description The same without a token, signed with `webhook-id`, `webhook-timestamp` and `webhook-signature`.
         */
        post: operations["take_signed_mail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Leads
         * @description Leads in the caller's scope; withdrawn ones are listed only by that status.
         *
         *     Sort by score, automatic_score, unanswered_since, registered_at, next_follow_up_at, name or status.
         */
        get: operations["list_leads"];
        put?: never;
        /**
         * Register Lead
         * @description Register a lead; it is scored at once, and assigned by rule unless a salesperson registers it.
         *
         *     What happens to one that exists already is said by the policy of the channel (people: manual, systems: api):
         *     refused, registered with `possible_duplicates`, or given to the one that exists (`merged`).
         */
        post: operations["register_lead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/overridden": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Overridden Leads
         * @description Leads that people judged otherwise than the model: every override beside what came of the lead.
         */
        get: operations["list_overridden_leads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/overridden/accuracy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Override Accuracy
         * @description Who foretold better what became of leads, people by their overrides or the model: in all, and by person.
         */
        get: operations["get_override_accuracy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Work Queue
         * @description The caller's own open leads: the best first, of equal ones the one that waits longest.
         */
        get: operations["list_work_queue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Lead
         * @description A lead with its score's factors and what past leads say of it, as it is or as it was.
         */
        get: operations["get_lead"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Revise Lead
         * @description Change what is known of the lead; fields that are not named stay, null empties a field.
         */
        patch: operations["revise_lead"];
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Assign Lead
         * @description Give the lead to a person.
         */
        post: operations["assign_lead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Lead Assignments
         * @description Every time the lead was given to somebody or let go: by whom, why, and who else was considered.
         */
        get: operations["list_lead_assignments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Claim Lead
         * @description Take a lead out of its pool: it is the caller's.
         */
        post: operations["claim_lead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/convert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Convert Lead
         * @description Make the lead an opportunity, a customer, or both; converting it again like this answers the same.
         *
         *     A customer is recognized by tax number, phone, mail address or company, and asked for in master data when
         *     there is none.
         */
        post: operations["convert_lead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/disqualify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disqualify Lead
         * @description Close a lead that leads nowhere.
         */
        post: operations["disqualify_lead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/duplicates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Lead Duplicates
         * @description Who may be the same as a lead, with evidence; without those that were judged to be another.
         */
        get: operations["list_lead_duplicates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/duplicates/{other_id}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Dismiss Duplicate
         * @description Remember that the two leads are not the same: the pair is never shown again, at entry nor by a run.
         */
        post: operations["dismiss_duplicate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/duplicates/{other_id}/reconsider": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reconsider Duplicate
         * @description Take the judgement back.
         */
        post: operations["reconsider_duplicate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/follow-ups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Lead Follow Ups
         * @description The contacts with one lead and with those merged into it, newest first.
         */
        get: operations["list_lead_follow_ups"];
        put?: never;
        /**
         * Record Follow Up
         * @description Keep the record of a contact with a lead; `method` and `result` are all it needs.
         */
        post: operations["record_follow_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/follow-ups/{follow_up_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Follow Up
         * @description A record as it is, or as it was.
         */
        get: operations["get_follow_up"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Correct Follow Up
         * @description Let a record say something else; what it said before stays in its history.
         */
        patch: operations["correct_follow_up"];
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/follow-ups/{follow_up_id}/files/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download File
         * @description A file of a record, always to be saved and never to be shown as a page.
         */
        get: operations["download_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/follow-ups/{follow_up_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Follow Up History
         * @description What a record said at first and after each correction, oldest first.
         */
        get: operations["list_follow_up_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Lead History
         * @description Everything that happened to a lead and to those that were merged into it, oldest first.
         */
        get: operations["list_lead_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/lift-override": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lift Override
         * @description Go back to what the model says.
         */
        post: operations["lift_override"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Merge Lead
         * @description Merge another lead into this one, whose history, claims and children are then this one's, too.
         *
         *     The caller must be allowed to change both.
         */
        post: operations["merge_lead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/merge/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Merge
         * @description Both leads side by side, field by field, with what a merge would make of them; changes nothing.
         */
        post: operations["preview_merge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/next-step": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Next Step
         * @description Say what is to be done next, in place of what was said before; steps of a plan stay.
         */
        put: operations["set_next_step"];
        post?: never;
        /**
         * Drop Next Step
         * @description Nothing is to be done next, but for what a plan says.
         */
        delete: operations["drop_next_step"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/override-score": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Override Score
         * @description Take the lead for something else than the model does; re-scoring does not change that, both are shown.
         */
        post: operations["override_score"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Start Plan
         * @description Let the lead follow a plan from now on, instead of the one it follows.
         */
        put: operations["start_plan"];
        post?: never;
        /**
         * Stop Plan
         * @description Do none of the steps that are left.
         */
        delete: operations["stop_plan"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Release Lead
         * @description Let a lead go into a pool; without one named, into the pool it came from.
         */
        post: operations["release_lead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reopen Lead
         * @description Take the conversion back: the lead is open again, and its opportunity is withdrawn.
         *
         *     Only while nobody worked on the opportunity, or after it was withdrawn. A customer stays a customer.
         */
        post: operations["reopen_lead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/rescore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rescore Lead
         * @description Score the lead by the model that is in force now.
         */
        post: operations["rescore_lead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/take-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take Over
         * @description Make a lead of the caller's scope the caller's own.
         */
        post: operations["take_over"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/touches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Lead Touches
         * @description Each time the lead came to us, oldest first, with its share by first, last and linear attribution.
         */
        get: operations["list_lead_touches"];
        put?: never;
        /**
         * Touch Lead
         * @description Note that a known lead came to us once more, through which channel and from where.
         */
        post: operations["touch_lead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/leads/{lead_id}/unmerge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unmerge Lead
         * @description Restore both leads as they were; what was done to this one since is kept and named.
         */
        post: operations["unmerge_lead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/learned-models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Learned Models
         * @description Versions of what was learned, the newest first, with their measurements.
         */
        get: operations["list_learned_models"];
        put?: never;
        /**
         * Start Learning
         * @description Learn now from the leads that were decided; otherwise it happens every night.
         *
         *     It is in force when its forecasts were surely better than the base rate; else nothing is forecast, and why is told.
         */
        post: operations["start_learning"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/learned-models/{model_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Learned Model
         * @description A version with every weight: what each value of each field adds to the log-odds of a conversion.
         */
        get: operations["get_learned_model"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/learned-models/{model_id}/propose-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Propose Learned Rules
         * @description Draft a version of the scoring model from what was learned; nothing is scored by it until it is activated.
         */
        post: operations["propose_learned_rules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/learned-models/{model_id}/put-in-force": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put Learned Model In Force
         * @description Go back to a version, until something is learned anew.
         */
        post: operations["put_learned_model_in_force"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/operations/parked": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Parked
         * @description Aggregates whose events wait because one of them could not be taken, oldest first.
         */
        get: operations["list_parked"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/operations/parked/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay Parked
         * @description Try an aggregate's parked events again, in order; the consumer takes them within a second.
         */
        post: operations["replay_parked"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/operations/positions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Positions
         * @description The log's newest position and how far each reader has come.
         */
        get: operations["get_positions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/operations/views/{view}/rebuild": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rebuild View
         * @description Build a view from the log beside the present one, then swap; reads go on meanwhile.
         */
        post: operations["rebuild_view"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/people/{person_id}/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Availability
         * @description When somebody works, their leave, and what keeps them from new leads at this moment.
         */
        get: operations["get_availability"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/people/{person_id}/hand-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand Over
         * @description Hand on every open lead of somebody who leaves, as far as it lies in the caller's scope.
         */
        post: operations["hand_over"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/people/{person_id}/hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Hours
         * @description Set the weekly hours of a person; null: as their team.
         */
        put: operations["set_hours"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/people/{person_id}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take Leave
         * @description Be away: nobody on leave gets leads by rule.
         */
        post: operations["take_leave"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/people/{person_id}/leave/{leave_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Leave
         * @description Be there after all.
         */
        post: operations["cancel_leave"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/pools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Pools
         * @description Pools with their terms, and whether the caller may claim from them.
         */
        get: operations["list_pools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/pools/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Define Pool
         * @description Open a pool or revise its terms: who may claim, how much a day, when leads come back.
         */
        put: operations["define_pool"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/pools/{code}/leads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Pool Leads
         * @description Leads that can be claimed, the best first; sort by score, pooled_at or name.
         *
         *     Those who may claim from the pool and those whose scope is wider than a team see them.
         */
        get: operations["list_pool_leads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/scoring-model": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Scoring Model
         * @description The rules that leads are scored by now.
         */
        get: operations["get_scoring_model"];
        /**
         * Define Scoring Model
         * @description Score by other rules from now on; each condition is checked before anything is stored.
         */
        put: operations["define_scoring_model"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/scoring-model/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Scoring Model Versions
         * @description Every version, the newest first, with who wrote it and when it was put in force.
         */
        get: operations["list_scoring_model_versions"];
        put?: never;
        /**
         * Draft Scoring Model
         * @description Write a version; nothing is scored by it until it is activated.
         */
        post: operations["draft_scoring_model"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/scoring-model/versions/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Scoring Model Version
         * @description One version.
         */
        get: operations["get_scoring_model_version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/scoring-model/versions/{number}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate Scoring Model
         * @description Score by a version, an old one as well, from now or from a moment to come; all open leads are scored anew.
         */
        post: operations["activate_scoring_model"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/scoring-model/versions/{number}/dry-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask Dry Run
         * @description Find out in the background what a version would change, on all leads that there are.
         */
        post: operations["ask_dry_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/scoring/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Scoring Runs
         * @description Runs over all leads, the newest first: dry runs, activations, and what days changed.
         */
        get: operations["list_scoring_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/scoring/runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Scoring Run
         * @description How far a run is.
         */
        get: operations["get_scoring_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/scoring/runs/{run_id}/moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Scoring Run Moves
         * @description Leads that change hands by their new score, in the order of their ids, each with the rule that decides.
         */
        get: operations["list_scoring_run_moves"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/scoring/runs/{run_id}/result": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Scoring Run Result
         * @description Scores before and after, grades that change, and how many leads a week reach each cut-off.
         */
        get: operations["get_scoring_run_result"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/scoring/thresholds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Score Thresholds
         * @description The scores from which on a lead needs attention.
         */
        get: operations["get_score_thresholds"];
        /**
         * Define Score Thresholds
         * @description Set them. Owner and managers are told each time that a lead crosses one upwards.
         */
        put: operations["define_score_thresholds"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Sources
         * @description The sources in their order, with the words each is recognized by; a lead has the code of its source.
         */
        get: operations["list_sources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/sources/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Define Source
         * @description Add a source, or rename it, move it in the list, or take it out of use: leads keep its code.
         */
        put: operations["define_source"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/teams/{team}/hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Hours Of Team
         * @description Set the weekly hours of those of a team who have none of their own; null: at any time.
         */
        put: operations["set_hours_of_team"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/transfers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Transfers
         * @description Transfers, newest first; sort by started_at or status.
         */
        get: operations["list_transfers"];
        put?: never;
        /**
         * Start Transfer
         * @description Hand on open leads of the caller's scope, by id or filter, to people in turn or back through the rules.
         *
         *     Up to 200 are handed on at once; more in the background.
         */
        post: operations["start_transfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leads/v1/transfers/{transfer_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Transfer
         * @description How far a transfer is, and which leads stayed where they are, with the reason.
         */
        get: operations["get_transfer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Live
         * @description The process answers.
         */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ready
         * @description The process can serve: everything it needs answers.
         */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Absence
         * @description Why somebody works on nothing new at a moment; `until` is when a leave ends.
         */
        Absence: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "on_leave" | "outside_hours";
            /** Until */
            until?: string | null;
        };
        /**
         * Accuracy
         * @description How well overrides and the model foretold outcomes, each grade taken as the conversion rate of its leads.
         *
         *     Brier scores (0: always right) are over the leads that were moved to another grade; `gain` is the model's less the
         *     people's, with its 95 % interval. Below 20 such leads, or with 0 inside the interval, there is no evidence.
         */
        Accuracy: {
            /** Automatic Brier */
            automatic_brier?: number | null;
            /**
             * Better
             * @default no-evidence
             * @enum {string}
             */
            better?: "people" | "model" | "no-evidence";
            /** Brier */
            brier?: number | null;
            /** By */
            by: string | null;
            /** Converted */
            converted: number;
            /** Gain */
            gain?: number | null;
            /** Gain From */
            gain_from?: number | null;
            /** Gain To */
            gain_to?: number | null;
            /** Moved */
            moved: number;
            /** Overridden */
            overridden: number;
        };
        /**
         * ActivateScoringModel
         * @description Let a version of the scoring model be in force.
         */
        ActivateScoringModel: {
            /**
             * Effective From
             * @description Now, when it is left out.
             */
            effective_from?: string | null;
            /** Reason */
            reason: string;
            /**
             * Reassign
             * @description Give leads that another rule decides on by their new score to whom it names.
             * @default false
             */
            reassign?: boolean;
        };
        /**
         * Activation
         * @description A version that is in force from a moment on, until another one is.
         */
        Activation: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** By */
            by?: string | null;
            /**
             * Effective From
             * Format: date-time
             */
            effective_from: string;
            /** Reason */
            reason?: string | null;
            /**
             * Reassign
             * @default false
             */
            reassign?: boolean;
            /** Version */
            version: number;
        };
        /**
         * AskDryRun
         * @description When the version would be in force.
         */
        AskDryRun: {
            /**
             * At
             * @description Now, when it is left out.
             */
            at?: string | null;
        };
        /**
         * Asked
         * @description The id of the run that was started.
         */
        Asked: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * AskedVisit
         * @description Where somebody came from. `channel` says whether a person or a program tells us; the caller's role by default.
         */
        AskedVisit: {
            /** Channel */
            channel?: ("manual" | "api") | null;
            /** Landing Page */
            landing_page?: string | null;
            /**
             * Occurred At
             * @description Now, when it is left out.
             */
            occurred_at?: string | null;
            /** Referrer */
            referrer?: string | null;
            utm?: components["schemas"]["Utm"] | null;
        };
        /**
         * AssignLead
         * @description Give a lead to a person.
         */
        AssignLead: {
            /** Owner Id */
            owner_id: string;
            /** Reason */
            reason: string;
        };
        /**
         * AssignmentRule
         * @description Leads that meet `condition` go to `people`, and to everybody of `team` and `region`, by `method`.
         *
         *     Without any of the three everybody is asked; with `same_region`, only those of the lead's own region. `fallback`
         *     gets the lead when none of them can; without one, the next rule is tried. The method pool puts the lead into
         *     `pool`, where people claim it.
         */
        AssignmentRule: {
            /**
             * Condition
             * @example source == 'exhibition' && company_size >= 200
             */
            condition: string;
            /** Fallback */
            fallback?: string | null;
            /**
             * Method
             * @enum {string}
             */
            method: "round_robin" | "weighted" | "least_load" | "person" | "pool";
            /** Name */
            name: string;
            /**
             * People
             * @default []
             */
            people?: components["schemas"]["Share"][];
            /** Pool */
            pool?: string | null;
            /** Region */
            region?: string | null;
            /**
             * Same Region
             * @default false
             */
            same_region?: boolean;
            /** Team */
            team?: string | null;
        };
        /**
         * AttachFile
         * @description A file that was uploaded before.
         */
        AttachFile: {
            /** Name */
            name: string;
            /** Sha256 */
            sha256: string;
        };
        /**
         * Attachment
         * @description A file that belongs to a record, by the digest of the content that was sent. `size` is in bytes.
         */
        Attachment: {
            /** Media Type */
            media_type: string;
            /** Name */
            name: string;
            /** Sha256 */
            sha256: string;
            /** Size */
            size: number;
            /** Uploaded By */
            uploaded_by: string;
        };
        /**
         * AvailabilityDetail
         * @description When somebody works, and what keeps them from new leads now.
         */
        AvailabilityDetail: {
            absence: components["schemas"]["Absence"] | null;
            /** Active */
            active: boolean;
            hours: components["schemas"]["WorkingHours"] | null;
            /** Hours Of Team */
            hours_of_team: boolean;
            /** Leaves */
            leaves: components["schemas"]["Leave"][];
            /** Person Id */
            person_id: string;
        };
        /**
         * Band
         * @description Forecasts in one tenth of the range: how high they were, and how many of the leads were converted.
         */
        Band: {
            /** Converted */
            converted: number;
            /** Forecast */
            forecast: number;
            /** Leads */
            leads: number;
        };
        /**
         * Begun
         * @description The id of the model that this is about.
         */
        Begun: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /** Body_preview_import */
        Body_preview_import: {
            /**
             * File
             * @description CSV (UTF-8, UTF-16 or GBK; comma, semicolon, tab or bar) or XLSX; the first row names the columns.
             */
            file: string;
        };
        /** Body_start_import */
        Body_start_import: {
            /**
             * Clear
             * @description An empty cell empties the field of an existing lead.
             * @default false
             */
            clear?: boolean;
            /**
             * Dry Run
             * @description Tell what would become of each row; write no lead.
             * @default false
             */
            dry_run?: boolean;
            /**
             * File
             * @description CSV (UTF-8, UTF-16 or GBK; comma, semicolon, tab or bar) or XLSX; the first row names the columns.
             */
            file: string;
            /**
             * Key
             * @description What existing leads are found by.
             * @default phone
             * @enum {string}
             */
            key?: "phone" | "email" | "id";
            /**
             * Mapping
             * @description JSON: field by column title, null to leave a column out.
             */
            mapping?: string | null;
            /**
             * @description Make new leads, change existing ones, or both.
             * @default insert
             */
            mode?: components["schemas"]["ImportMode"];
            /**
             * Saved Mapping
             * @description Understand the file by this saved mapping; `mapping` decides over it.
             */
            saved_mapping?: string | null;
            /**
             * Values
             * @description JSON: what words of the file are taken for, such as {"source": {"抖音": "douyin"}}.
             */
            values?: string | null;
        };
        /**
         * CampaignItem
         * @description A campaign, with what was spent on it.
         */
        CampaignItem: {
            /** Active */
            active: boolean;
            /** Code */
            code: string;
            cost: components["schemas"]["Money"] | null;
            /** Ends On */
            ends_on: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Source */
            source: string;
            /** Starts On */
            starts_on: string | null;
            /** Version */
            version: number;
        };
        /**
         * CampaignTerms
         * @description What can be said of a campaign. `cost` is all that was spent on it.
         */
        CampaignTerms: {
            /**
             * Active
             * @default true
             */
            active?: boolean;
            cost?: {
                /** @example 1200.50 */
                amount: string;
                /**
                 * @description ISO 4217
                 * @example CNY
                 */
                currency: string;
            } | null;
            /** Ends On */
            ends_on?: string | null;
            /** Name */
            name: string;
            /** Source */
            source: string;
            /** Starts On */
            starts_on?: string | null;
        };
        /**
         * Candidate
         * @description Somebody who may be the same: that they exist and whose they are is told to all, details to those in scope.
         */
        Candidate: {
            details: components["schemas"]["CandidateDetails"] | null;
            /** Evidence */
            evidence: components["schemas"]["Evidence"][];
            /** Id */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "lead" | "customer";
            /** Owner Id */
            owner_id: string | null;
            /** Owner Name */
            owner_name: string | null;
            /** Score */
            score: number;
            /** Status */
            status: string;
            /**
             * Verdict
             * @enum {string}
             */
            verdict: "certain" | "likely" | "possible";
            /** Weight */
            weight: number;
        };
        /**
         * CandidateDetails
         * @description What the candidate says; only for those who may see it.
         */
        CandidateDetails: {
            /** Address */
            address: string | null;
            /** Company */
            company: string | null;
            /** Contact */
            contact: string | null;
            /** Email */
            email: string | null;
            /** Name */
            name: string;
            /** Phone */
            phone: string | null;
        };
        /**
         * Candidates
         * @description Who may be the same, best first.
         */
        Candidates: {
            /** Candidates */
            candidates: components["schemas"]["Candidate"][];
        };
        /**
         * Capacity
         * @description How many of the leads that come in a week score at or above `cutoff`.
         */
        Capacity: {
            /** Cutoff */
            cutoff: number;
            /** Most In A Week */
            most_in_a_week: number;
            /** Per Week */
            per_week: number;
        };
        /**
         * ChangesPage
         * @description Some changes, and where to go on.
         */
        ChangesPage: {
            /** Changes */
            changes: components["schemas"]["LeadRecordChange"][];
            /** Cursor */
            cursor: string;
            /**
             * More
             * @description There is more already: ask again at once.
             */
            more: boolean;
            /**
             * Reset
             * @description Forget everything of these kinds before the changes are taken.
             */
            reset: string[];
        };
        /**
         * Channel
         * @description How a lead reaches us; the source says why.
         * @enum {string}
         */
        Channel: "manual" | "api" | "import" | "web-form" | "e-mail";
        /**
         * ChannelPolicy
         * @description What happens to a lead that exists already. `exact`: same phone, e-mail or tax code; `likely`: by its score.
         */
        ChannelPolicy: {
            /**
             * Exact
             * @description Merge: the lead that is there is told what it did not know, and that it came again. Where whoever sends may not change it, or by a form or mail, the touch alone tells what was said.
             * @default block
             * @enum {string}
             */
            exact?: "block" | "warn" | "merge";
            /**
             * Likely
             * @default warn
             * @enum {string}
             */
            likely?: "block" | "warn" | "allow";
            /**
             * Score
             * @description From which score on a candidate counts as likely.
             * @default 50
             */
            score?: number;
        };
        /**
         * CheckDuplicates
         * @description What is known of somebody before it is registered; a name or a company at least.
         */
        CheckDuplicates: {
            /** Address */
            address?: string | null;
            budget?: {
                /** @example 1200.50 */
                amount: string;
                /**
                 * @description ISO 4217
                 * @example CNY
                 */
                currency: string;
            } | null;
            /** Campaign */
            campaign?: string | null;
            /** Company */
            company?: string | null;
            /** Company Size */
            company_size?: number | null;
            /** Contact */
            contact?: string | null;
            /** Customer Id */
            customer_id?: string | null;
            /** Email */
            email?: string | null;
            /** Industry */
            industry?: string | null;
            /** Name */
            name?: string | null;
            /** Need */
            need?: string | null;
            /** Notes */
            notes?: string | null;
            /** Phone */
            phone?: string | null;
            /** Region */
            region?: string | null;
            /** Source */
            source?: string | null;
            /** Uscc */
            uscc?: string | null;
        };
        /**
         * Clock
         * @description Whose days and hours count.
         */
        Clock: {
            /**
             * Calendar
             * @default CN
             * @example CN
             */
            calendar?: string;
            /**
             * Time Zone
             * @default Asia/Shanghai
             */
            time_zone?: string;
        };
        /**
         * Column
         * @description One field in levels: words of their own, or ranges of numbers from one bound up to below the next.
         *
         *     `weights` and `leads` go by level; the last two are other words (of numbers: none) and missing values.
         */
        Column: {
            /**
             * Bounds
             * @default []
             */
            bounds?: number[];
            /** Field */
            field: string;
            /** Leads */
            leads: number[];
            /** Weights */
            weights: number[];
            /**
             * Words
             * @default []
             */
            words?: string[];
        };
        /**
         * CommandView
         * @description What became of a command of the caller: the aggregate that it changed, with the version that came of it.
         */
        CommandView: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Key */
            key: string;
            /** Position */
            position: number;
            /** Version */
            version: number;
        };
        /**
         * ConsideredPerson
         * @description Somebody who was considered: with how many open leads, with what outcome, and why.
         */
        ConsideredPerson: {
            /** Capacity */
            capacity: number | null;
            /** Load */
            load: number;
            /** Name */
            name: string;
            /**
             * Outcome
             * @enum {string}
             */
            outcome: "chosen" | "eligible" | "inactive" | "on_leave" | "outside_hours" | "full" | "let_go";
            /** Person Id */
            person_id: string;
            /** Reason */
            reason: string;
            /** Rule */
            rule: string;
        };
        /**
         * ConversionItem
         * @description One conversion: what was made, when, by whom, why and at which score, and what became of it.
         */
        ConversionItem: {
            /** Automatic Score */
            automatic_score: number | null;
            /**
             * Converted At
             * Format: date-time
             */
            converted_at: string;
            /** Converted By */
            converted_by: string;
            /** Customer Id */
            customer_id: string | null;
            /**
             * Customer State
             * @enum {string}
             */
            customer_state: "none" | "pending" | "linked";
            /** Grade */
            grade: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Lead Id
             * Format: uuid
             */
            lead_id: string;
            /** Made */
            made: ("opportunity" | "customer")[];
            /** Matched By */
            matched_by: ("given" | "uscc" | "phone" | "email" | "name" | "request") | null;
            /** Number */
            number: number;
            /** Opportunity Id */
            opportunity_id: string | null;
            outcome: components["schemas"]["ConversionOutcome"];
            /** Outcome At */
            outcome_at: string | null;
            /** Outcome Reason */
            outcome_reason: string | null;
            /** Owner Id */
            owner_id: string | null;
            /** Reason */
            reason: string | null;
            /** Region */
            region: string | null;
            /** Score */
            score: number | null;
            /** Team */
            team: string | null;
        };
        /**
         * ConversionOutcome
         * @description What became of a conversion; undone: the lead was opened again.
         * @enum {string}
         */
        ConversionOutcome: "open" | "won" | "lost" | "withdrawn" | "undone";
        /**
         * ConvertLead
         * @description Make a lead an opportunity, a customer, or both.
         */
        ConvertLead: {
            /** @description Of the opportunity; the budget by default. */
            amount?: {
                /** @example 1200.50 */
                amount: string;
                /**
                 * @description ISO 4217
                 * @example CNY
                 */
                currency: string;
            } | null;
            /**
             * Customer Id
             * @description The customer, when the caller knows which.
             */
            customer_id?: string | null;
            /**
             * Makes
             * @description A customer that exists is linked in any case; with `customer` it is created when it does not.
             * @default [
             *       "opportunity"
             *     ]
             */
            makes?: ("opportunity" | "customer")[];
            /** Product Ids */
            product_ids?: string[];
            /** Reason */
            reason?: string | null;
            /**
             * Title
             * @description Of the opportunity; the company by default.
             */
            title?: string | null;
        };
        /**
         * Converted
         * @description What a lead became. A customer that master data was asked for is `pending` until it answers.
         */
        Converted: {
            /** Customer Id */
            customer_id: string | null;
            /**
             * Customer State
             * @enum {string}
             */
            customer_state: "none" | "pending" | "linked";
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Number */
            number: number;
            /** Opportunity Id */
            opportunity_id: string | null;
        };
        /**
         * CorrectFollowUp
         * @description Let a record say something else: the fields that are named. What it said before stays visible.
         */
        CorrectFollowUp: {
            /** Attachments */
            attachments?: components["schemas"]["AttachFile"][] | null;
            /** Content */
            content?: string | null;
            method?: components["schemas"]["FollowUpMethod"] | null;
            /** Occurred At */
            occurred_at?: string | null;
            /** Reason */
            reason: string;
            result?: components["schemas"]["FollowUpResult"] | null;
        };
        /**
         * Decay
         * @description Points halve every so many days since the lead was registered, or since anything last happened with it.
         */
        Decay: {
            /** Half Life Days */
            half_life_days: number;
            /**
             * Since
             * @default registered
             * @enum {string}
             */
            since?: "registered" | "active";
        };
        /**
         * DefineAssignmentRules
         * @description Make these rules decide who gets new leads.
         */
        DefineAssignmentRules: {
            /** Reason */
            reason?: string | null;
            /** Rules */
            rules: components["schemas"]["AssignmentRule"][];
        };
        /**
         * DefineFollowUpRules
         * @description Make these plans and reminders hold.
         */
        DefineFollowUpRules: {
            /**
             * Ahead Minutes
             * @description How long before the due time to remind, beside at that time itself.
             * @default [
             *       30
             *     ]
             */
            ahead_minutes?: number[];
            /**
             * @default {
             *       "calendar": "CN",
             *       "time_zone": "Asia/Shanghai"
             *     }
             */
            clock?: components["schemas"]["Clock"];
            /**
             * Digest At
             * @description When owners hear what is overdue, on working days; none: never.
             * @default 08:30
             */
            digest_at?: string | null;
            /**
             * Plans
             * @default []
             */
            plans?: components["schemas"]["PlanTemplate"][];
            /** Reason */
            reason?: string | null;
        };
        /**
         * DefinePolicies
         * @description What is done about duplicates from now on, by channel; channels that are not named stay as they are.
         */
        DefinePolicies: {
            /** Channels */
            channels: {
                [key: string]: components["schemas"]["ChannelPolicy"];
            };
        };
        /**
         * DefineScoringModel
         * @description Make these rules the scoring model in force.
         */
        DefineScoringModel: {
            /**
             * @default {
             *       "a": 75,
             *       "b": 50,
             *       "c": 25
             *     }
             */
            grades?: components["schemas"]["GradeThresholds"];
            /** Groups */
            groups?: components["schemas"]["ScoreGroup"][];
            /** Reason */
            reason?: string | null;
            /** Rules */
            rules: components["schemas"]["ScoringRule"][];
        };
        /**
         * DefineThresholds
         * @description Set the scores from which on a lead needs attention.
         */
        DefineThresholds: {
            /** Thresholds */
            thresholds: components["schemas"]["Threshold"][];
        };
        /**
         * Defined
         * @description The version that is in force now.
         */
        Defined: {
            /** Version */
            version: number;
        };
        /**
         * Difference
         * @description A lead that would have gone elsewhere, by its name where the caller may see it.
         */
        Difference: {
            /** After */
            after: string | null;
            /** Before */
            before: string | null;
            /**
             * Lead Id
             * Format: uuid
             */
            lead_id: string;
            /** Name */
            name?: string | null;
            /** Reason */
            reason: string;
            /** Rule After */
            rule_after: string | null;
            /** Rule Before */
            rule_before: string;
        };
        /**
         * DismissPair
         * @description Say that two leads are not the same.
         */
        DismissPair: {
            /** Reason */
            reason?: string | null;
        };
        /**
         * DisqualifyLead
         * @description Close a lead that leads nowhere.
         */
        DisqualifyLead: {
            /** Reason */
            reason: string;
        };
        /**
         * DuplicateRunStarted
         * @description The run that was started.
         */
        DuplicateRunStarted: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * EventsReplayed
         * @description How many events were blocked and are now tried again.
         */
        EventsReplayed: {
            /** Unblocked */
            unblocked: number;
        };
        /**
         * Evidence
         * @description One field's part in a score.
         */
        Evidence: {
            /** Field */
            field: string;
            /** Level */
            level: string;
            /** Text */
            text: string;
            /** Text Zh */
            text_zh: string;
            /** Weight */
            weight: number;
        };
        /**
         * Fairness
         * @description Leads by person over a period; `spread` is between the most and the least per capacity, or in leads where nobody
         *     has a capacity.
         */
        Fairness: {
            /**
             * Begins
             * Format: date-time
             */
            begins: string;
            /**
             * Ends
             * Format: date-time
             */
            ends: string;
            /** People */
            people: components["schemas"]["PersonsShare"][];
            /** Spread */
            spread: number | null;
        };
        /**
         * FieldPreview
         * @description One field of two leads: both values as text, what would survive, and why.
         */
        FieldPreview: {
            /** Absorbed */
            absorbed: string | null;
            /**
             * Choice
             * @enum {string}
             */
            choice: "survivor" | "absorbed" | "both";
            /** Field */
            field: string;
            /** Result */
            result: string | null;
            /** Rule */
            rule: string;
            /** Rule Zh */
            rule_zh: string;
            /** Survivor */
            survivor: string | null;
        };
        /**
         * FieldProblem
         * @description One member of the request that is at fault: `pointer` into the body, or a `parameter` and where it was.
         */
        FieldProblem: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /**
             * In
             * @default null
             */
            in?: ("query" | "path" | "header" | "cookie") | null;
            /**
             * Parameter
             * @default null
             */
            parameter?: string | null;
            /**
             * Pointer
             * @default null
             */
            pointer?: string | null;
        };
        /**
         * FollowUpItem
         * @description A contact with a lead.
         */
        FollowUpItem: {
            /** Attachments */
            attachments: components["schemas"]["Attachment"][];
            /** Attempt */
            attempt: number;
            /** Author Id */
            author_id: string;
            /** Author Name */
            author_name: string;
            /** Content */
            content: string;
            /** Corrected At */
            corrected_at: string | null;
            /** Corrected By */
            corrected_by: string | null;
            /** Correction Reason */
            correction_reason: string | null;
            /** Device */
            device: string | null;
            /** Entered Late */
            entered_late: boolean;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Lead Id
             * Format: uuid
             */
            lead_id: string;
            method: components["schemas"]["FollowUpMethod"];
            /** Minutes Since Assignment */
            minutes_since_assignment: number | null;
            /** Next Step */
            next_step: string | null;
            /** Next Step At */
            next_step_at: string | null;
            /**
             * Occurred At
             * Format: date-time
             */
            occurred_at: string;
            /** Plan */
            plan: string | null;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            result: components["schemas"]["FollowUpResult"];
            /** Revision */
            revision: number;
            /** Step */
            step: number | null;
        };
        /**
         * FollowUpMethod
         * @description How a contact was made.
         * @enum {string}
         */
        FollowUpMethod: "call" | "visit" | "wechat" | "email" | "message" | "meeting" | "other";
        /**
         * FollowUpResult
         * @description What a contact came to.
         * @enum {string}
         */
        FollowUpResult: "no_answer" | "replied" | "interested" | "appointment" | "not_interested" | "other";
        /**
         * FollowUpRules
         * @description The terms in force, and which version of them that is; 0 before anybody defined any.
         */
        FollowUpRules: {
            terms: components["schemas"]["FollowUpTerms"];
            /** Version */
            version: number;
        };
        /**
         * FollowUpTerms
         * @description The plans, and when people are reminded.
         */
        FollowUpTerms: {
            /**
             * Ahead Minutes
             * @description How long before the due time to remind, beside at that time itself.
             * @default [
             *       30
             *     ]
             */
            ahead_minutes?: number[];
            /**
             * @default {
             *       "calendar": "CN",
             *       "time_zone": "Asia/Shanghai"
             *     }
             */
            clock?: components["schemas"]["Clock"];
            /**
             * Digest At
             * @description When owners hear what is overdue, on working days; none: never.
             * @default 08:30
             */
            digest_at?: string | null;
            /**
             * Plans
             * @default []
             */
            plans?: components["schemas"]["PlanTemplate"][];
        };
        /**
         * FormDefined
         * @description The id of the form; its page is at `/forms/{id}`.
         */
        FormDefined: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * FormField
         * @description One question: which part of a lead it fills, and how it is put.
         */
        FormField: {
            /**
             * Field
             * @enum {string}
             */
            field: "name" | "company" | "contact" | "phone" | "email" | "address" | "region" | "industry" | "company_size" | "need";
            /** Label */
            label: string;
            /**
             * Required
             * @default false
             */
            required?: boolean;
        };
        /**
         * FormItem
         * @description A form and all that is said of it.
         */
        FormItem: {
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            terms: components["schemas"]["FormTerms"];
            /** Version */
            version: number;
        };
        /**
         * FormReceived
         * @description The same whoever sends, however often.
         */
        FormReceived: {
            /** Redirect Url */
            redirect_url: string | null;
            /**
             * Status
             * @default received
             * @constant
             */
            status?: "received";
            /** Thanks */
            thanks: string;
        };
        /**
         * FormShown
         * @description A form for a script to show. `token` goes back with what was filled in, and is good for one submission.
         */
        FormShown: {
            /** Fields */
            fields: components["schemas"]["FormField"][];
            /** Heading */
            heading: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Language
             * @enum {string}
             */
            language: "zh" | "en";
            /** Submit Label */
            submit_label: string;
            /** Token */
            token: string;
            /** Trap */
            trap: string;
        };
        /**
         * FormTerms
         * @description All that can be said of a form. Who fills it in faster than `min_seconds` is a program.
         */
        FormTerms: {
            /**
             * Active
             * @default true
             */
            active?: boolean;
            /**
             * Allowed Origins
             * @default []
             */
            allowed_origins?: string[];
            /** Campaign */
            campaign?: string | null;
            /** Fields */
            fields: components["schemas"]["FormField"][];
            /** Heading */
            heading: string;
            /**
             * Language
             * @default zh
             * @enum {string}
             */
            language?: "zh" | "en";
            /**
             * Min Seconds
             * @default 3
             */
            min_seconds?: number;
            /**
             * Name
             * @description What the company calls it.
             */
            name: string;
            /** Redirect Url */
            redirect_url?: string | null;
            /** Source */
            source: string;
            /**
             * Submit Label
             * @default 提交
             */
            submit_label?: string;
            /**
             * Thanks
             * @default 谢谢！我们会尽快与您联系。
             */
            thanks?: string;
        };
        /**
         * GradeRate
         * @description How many of the decided leads of a grade were converted, where nobody overrode the model.
         */
        GradeRate: {
            /** Converted */
            converted: number;
            /**
             * Grade
             * @enum {string}
             */
            grade: "A" | "B" | "C" | "D";
            /** Leads */
            leads: number;
            /** Rate */
            rate: number;
        };
        /**
         * GradeThresholds
         * @description The least points of the grades A, B and C; below is D.
         */
        GradeThresholds: {
            /**
             * A
             * @default 75
             */
            a?: number;
            /**
             * B
             * @default 50
             */
            b?: number;
            /**
             * C
             * @default 25
             */
            c?: number;
        };
        /**
         * HandOver
         * @description Hand on every open lead of somebody who leaves; without people, back through the rules.
         */
        HandOver: {
            /** Reason */
            reason: string;
            /** To */
            to?: string[];
        };
        /**
         * Health
         * @description How the process is.
         */
        Health: {
            /**
             * Checks
             * @default {}
             */
            checks?: {
                [key: string]: boolean;
            };
            /** Status */
            status: string;
        };
        /**
         * HeldClaim
         * @description A phone, e-mail address or tax code of the restored lead that another lead holds by now.
         */
        HeldClaim: {
            /** Kind */
            kind: string;
            /**
             * Lead Id
             * Format: uuid
             */
            lead_id: string;
        };
        /**
         * HistoryEntry
         * @description One event in the life of an aggregate.
         */
        HistoryEntry: {
            /** Actor */
            actor: string;
            /**
             * Aggregate Id
             * Format: uuid
             */
            aggregate_id: string;
            /** Content */
            content: {
                [key: string]: unknown;
            };
            /** Event */
            event: string;
            /**
             * Occurred At
             * Format: date-time
             */
            occurred_at: string;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** Version */
            version: number;
        };
        /**
         * ImportItem
         * @description One import and how far it is.
         */
        ImportItem: {
            /** Created */
            created: number | null;
            /**
             * Digest
             * @description SHA-256 over the results: a dry run and its import have the same.
             */
            digest: string | null;
            /**
             * Done
             * @description Rows that have their result.
             * @default 0
             */
            done?: number;
            /** Dry Run */
            dry_run: boolean;
            /** Duplicates */
            duplicates: number | null;
            /** File Name */
            file_name: string;
            /** Finished At */
            finished_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Invalid */
            invalid: number | null;
            /**
             * Kept
             * @description By the undo: rows that somebody went on from.
             */
            kept: number | null;
            /**
             * Key
             * @enum {string}
             */
            key: "phone" | "email" | "id";
            /**
             * Merged
             * @description Rows given to the lead that is the same, as the policy wants.
             */
            merged: number | null;
            mode: components["schemas"]["ImportMode"];
            /** Reason */
            reason: string | null;
            /**
             * Restored
             * @description By the undo: rows whose lead has its old values again.
             */
            restored: number | null;
            /**
             * Rows
             * @description Rows below the titles that say something.
             */
            rows: number | null;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** Started By */
            started_by: string;
            status: components["schemas"]["ImportStatus"];
            /** Unchanged */
            unchanged: number | null;
            /** Updated */
            updated: number | null;
            /**
             * Withdrawn
             * @description By the undo: rows whose lead is gone.
             */
            withdrawn: number | null;
        };
        /**
         * ImportMode
         * @description Make new leads, change those that exist, or both.
         * @enum {string}
         */
        ImportMode: "insert" | "update" | "upsert";
        /**
         * ImportPreview
         * @description How a file would be understood.
         */
        ImportPreview: {
            /**
             * Fields
             * @description What a column can hold.
             */
            fields: string[];
            /** Ignored */
            ignored: string[];
            /**
             * Mapping
             * @description Field by title, for the columns that are recognized.
             */
            mapping: {
                [key: string]: string;
            };
            /** Rows */
            rows: number;
            /**
             * Sample
             * @description The first rows.
             */
            sample: string[][];
            /** Titles */
            titles: string[];
        };
        /**
         * ImportRow
         * @description What became of one row of an import.
         */
        ImportRow: {
            /**
             * Changed
             * @description The fields that an update or a merge changed.
             * @default []
             */
            changed?: string[];
            /**
             * First Row
             * @description The row of the same file that made the lead, where another did.
             */
            first_row?: number | null;
            /** Lead Id */
            lead_id?: string | null;
            /**
             * Outcome
             * @enum {string}
             */
            outcome: "created" | "updated" | "merged" | "duplicate" | "unchanged" | "invalid";
            /**
             * Reasons
             * @description Why, by `code`; with `level` warning the row had its effect all the same. `possible-duplicate` has `candidates`: kind, id, score and evidence, and the `row` where the file itself made or changed the lead.
             * @default []
             */
            reasons?: {
                [key: string]: unknown;
            }[];
            /** Row */
            row: number;
            /** Undo */
            undo?: ("withdrawn" | "restored" | "kept") | null;
            /**
             * Undo Reasons
             * @default []
             */
            undo_reasons?: {
                [key: string]: unknown;
            }[];
        };
        /**
         * ImportStarted
         * @description The id of the import that was started.
         */
        ImportStarted: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * ImportStatus
         * @description How far an import is.
         * @enum {string}
         */
        ImportStatus: "running" | "finished" | "failed" | "undoing" | "undone";
        /**
         * Judged
         * @description The pair that was judged.
         */
        Judged: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * Kept
         * @description Whose hours or leave were kept.
         */
        Kept: {
            /** Who */
            who: string;
        };
        /**
         * KeptEvent
         * @description Something done to the surviving lead since the merge; it stays.
         */
        KeptEvent: {
            /** Actor */
            actor: string;
            /** Event */
            event: string;
            /**
             * Occurred At
             * Format: date-time
             */
            occurred_at: string;
            /** Version */
            version: number;
        };
        /**
         * LeadDetail
         * @description A lead with everything that is known of it.
         */
        LeadDetail: {
            /** Address */
            address: string | null;
            /** Assigned By Rule */
            assigned_by_rule: string | null;
            /** Automatic Grade */
            automatic_grade: string | null;
            /**
             * Automatic Score
             * @description What the model says.
             */
            automatic_score: number | null;
            budget: components["schemas"]["Money"] | null;
            /** Campaign */
            campaign: string | null;
            channel: components["schemas"]["Channel"] | null;
            /** Closed At */
            closed_at: string | null;
            /** Company */
            company: string | null;
            /** Company Size */
            company_size: number | null;
            /** Contact */
            contact: string | null;
            /** Customer Id */
            customer_id: string | null;
            /**
             * Customer State
             * @enum {string}
             */
            customer_state: "none" | "pending" | "linked";
            /** Email */
            email: string | null;
            /** Factors */
            factors: components["schemas"]["ScoreFactor"][] | null;
            /** Follow Ups */
            follow_ups: number;
            /** Grade */
            grade: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Industry */
            industry: string | null;
            /** Last Follow Up At */
            last_follow_up_at: string | null;
            /** Last Touched At */
            last_touched_at: string | null;
            /** @description What past leads say of one that came like this, beside the score; null when it is closed, or nothing was learned yet. */
            learned: components["schemas"]["LearnedScore"] | null;
            /** Merged Into */
            merged_into: string | null;
            /** Missing */
            missing: components["schemas"]["MissingFactor"][] | null;
            /** Model Version */
            model_version: number | null;
            /** Name */
            name: string;
            /** Need */
            need: string | null;
            /** Next Follow Up At */
            next_follow_up_at: string | null;
            /** Notes */
            notes: string | null;
            /** Opportunity Id */
            opportunity_id: string | null;
            override: components["schemas"]["OverrideItem"] | null;
            /** Owner Id */
            owner_id: string | null;
            /** Owner Name */
            owner_name: string | null;
            /** Phone */
            phone: string | null;
            /** Pool */
            pool: string | null;
            /** Possible Duplicates */
            possible_duplicates: string[];
            /** Previous Score */
            previous_score: number | null;
            /** Reason */
            reason: string | null;
            /** Region */
            region: string | null;
            /**
             * Registered At
             * Format: date-time
             */
            registered_at: string;
            /**
             * Score
             * @description What the lead is taken for: the override, else the model's score.
             */
            score: number | null;
            /** Scored At */
            scored_at: string | null;
            /** Source */
            source: string | null;
            status: components["schemas"]["LeadStatus"];
            /** Team */
            team: string | null;
            /** Touches */
            touches: number | null;
            /**
             * Trend
             * @description Against the score before.
             */
            trend: ("up" | "down" | "same") | null;
            /** Unanswered Since */
            unanswered_since: string | null;
            upcoming: components["schemas"]["Upcoming"] | null;
            /** Uscc */
            uscc: string | null;
            /** Version */
            version: number;
        };
        /**
         * LeadFilter
         * @description Open leads that meet all that is named.
         */
        LeadFilter: {
            /** Campaign */
            campaign?: string | null;
            /** Industry */
            industry?: string | null;
            /** Max Score */
            max_score?: number | null;
            /** Min Score */
            min_score?: number | null;
            /** Owner Id */
            owner_id?: string | null;
            /** Region */
            region?: string | null;
            /** Source */
            source?: string | null;
            /** Team */
            team?: string | null;
        };
        /**
         * LeadItem
         * @description A lead in a list.
         */
        LeadItem: {
            /**
             * Automatic Score
             * @description What the model says.
             */
            automatic_score: number | null;
            budget: components["schemas"]["Money"] | null;
            /** Campaign */
            campaign: string | null;
            channel: components["schemas"]["Channel"] | null;
            /** Closed At */
            closed_at: string | null;
            /** Company */
            company: string | null;
            /** Company Size */
            company_size: number | null;
            /** Contact */
            contact: string | null;
            /** Customer Id */
            customer_id: string | null;
            /**
             * Customer State
             * @enum {string}
             */
            customer_state: "none" | "pending" | "linked";
            /** Email */
            email: string | null;
            /** Follow Ups */
            follow_ups: number;
            /** Grade */
            grade: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Industry */
            industry: string | null;
            /** Last Follow Up At */
            last_follow_up_at: string | null;
            /** Last Touched At */
            last_touched_at: string | null;
            /** Name */
            name: string;
            /** Next Follow Up At */
            next_follow_up_at: string | null;
            /** Opportunity Id */
            opportunity_id: string | null;
            override: components["schemas"]["OverrideItem"] | null;
            /** Owner Id */
            owner_id: string | null;
            /** Owner Name */
            owner_name: string | null;
            /** Phone */
            phone: string | null;
            /** Pool */
            pool: string | null;
            /** Region */
            region: string | null;
            /**
             * Registered At
             * Format: date-time
             */
            registered_at: string;
            /**
             * Score
             * @description What the lead is taken for: the override, else the model's score.
             */
            score: number | null;
            /** Source */
            source: string | null;
            status: components["schemas"]["LeadStatus"];
            /** Team */
            team: string | null;
            /** Touches */
            touches: number | null;
            /**
             * Trend
             * @description Against the score before.
             */
            trend: ("up" | "down" | "same") | null;
            /** Unanswered Since */
            unanswered_since: string | null;
            /** Version */
            version: number;
        };
        /**
         * LeadMoved
         * @description The id of the lead that was claimed or released.
         */
        LeadMoved: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * LeadRecord
         * @description A lead with everything that is recorded of it, as devices keep it.
         */
        LeadRecord: {
            /** Address */
            address: string | null;
            /** Assigned By Rule */
            assigned_by_rule: string | null;
            /** Automatic Grade */
            automatic_grade: string | null;
            /**
             * Automatic Score
             * @description What the model says.
             */
            automatic_score: number | null;
            budget: components["schemas"]["Money"] | null;
            /** Campaign */
            campaign: string | null;
            channel: components["schemas"]["Channel"] | null;
            /** Closed At */
            closed_at: string | null;
            /** Company */
            company: string | null;
            /** Company Size */
            company_size: number | null;
            /** Contact */
            contact: string | null;
            /** Customer Id */
            customer_id: string | null;
            /**
             * Customer State
             * @enum {string}
             */
            customer_state: "none" | "pending" | "linked";
            /** Email */
            email: string | null;
            /** Factors */
            factors: components["schemas"]["ScoreFactor"][] | null;
            /** Follow Ups */
            follow_ups: number;
            /** Grade */
            grade: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Industry */
            industry: string | null;
            /** Last Follow Up At */
            last_follow_up_at: string | null;
            /** Last Touched At */
            last_touched_at: string | null;
            /** Merged Into */
            merged_into: string | null;
            /** Missing */
            missing: components["schemas"]["MissingFactor"][] | null;
            /** Model Version */
            model_version: number | null;
            /** Name */
            name: string;
            /** Need */
            need: string | null;
            /** Next Follow Up At */
            next_follow_up_at: string | null;
            /** Notes */
            notes: string | null;
            /** Opportunity Id */
            opportunity_id: string | null;
            override: components["schemas"]["OverrideItem"] | null;
            /** Owner Id */
            owner_id: string | null;
            /** Owner Name */
            owner_name: string | null;
            /** Phone */
            phone: string | null;
            /** Pool */
            pool: string | null;
            /** Previous Score */
            previous_score: number | null;
            /** Reason */
            reason: string | null;
            /** Region */
            region: string | null;
            /**
             * Registered At
             * Format: date-time
             */
            registered_at: string;
            /**
             * Score
             * @description What the lead is taken for: the override, else the model's score.
             */
            score: number | null;
            /** Scored At */
            scored_at: string | null;
            /** Source */
            source: string | null;
            status: components["schemas"]["LeadStatus"];
            /** Team */
            team: string | null;
            /** Touches */
            touches: number | null;
            /**
             * Trend
             * @description Against the score before.
             */
            trend: ("up" | "down" | "same") | null;
            /** Unanswered Since */
            unanswered_since: string | null;
            upcoming: components["schemas"]["Upcoming"] | null;
            /** Uscc */
            uscc: string | null;
            /** Version */
            version: number;
        };
        /**
         * LeadRecordChange
         * @description A row of kind `lead` as it is now; null: it is not the caller's to see any more.
         */
        LeadRecordChange: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @constant
             */
            kind: "lead";
            row: components["schemas"]["LeadRecord"] | null;
            /** Version */
            version: number;
        };
        /**
         * LeadSource
         * @description A way by which leads come. The code never changes, so a new name keeps the history.
         */
        LeadSource: {
            /**
             * Active
             * @default true
             */
            active?: boolean;
            /** Code */
            code: string;
            /** Name En */
            name_en: string;
            /** Name Zh */
            name_zh: string;
            /**
             * Order
             * @description Its place in lists, the lowest first.
             * @default 100
             */
            order?: number;
            /**
             * Words
             * @default []
             */
            words?: string[];
        };
        /**
         * LeadStatus
         * @description How a lead stands: open, or what it ended as.
         * @enum {string}
         */
        LeadStatus: "open" | "converted" | "disqualified" | "withdrawn" | "merged";
        /**
         * LearnedDetail
         * @description A version with its weights, in thousandths of the log-odds.
         */
        LearnedDetail: {
            /** Converted */
            converted: number | null;
            /**
             * Drift
             * @description By field, how much the newest leads differ from those before: below 0.1 hardly, above 0.25 much.
             */
            drift: {
                [key: string]: number;
            } | null;
            /** Ended At */
            ended_at: string | null;
            /** Failure */
            failure: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** In Force */
            in_force: boolean;
            /**
             * Leads
             * @description Decided leads that were learned from.
             */
            leads: number | null;
            measured: components["schemas"]["Measured"] | null;
            /** Put Because */
            put_because: string | null;
            /**
             * Put By
             * @description Who put it in force again.
             */
            put_by: string | null;
            refusal: components["schemas"]["Refusal"] | null;
            scorecard: components["schemas"]["Scorecard"] | null;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** Started By */
            started_by: string;
            status: components["schemas"]["LearnedStatus"];
            /** Version */
            version: number;
        };
        /**
         * LearnedFactor
         * @description What one field adds to the log-odds of this lead, against the average lead; `leads` past leads say so.
         */
        LearnedFactor: {
            /** Field */
            field: string;
            /** Field Zh */
            field_zh: string;
            /** Leads */
            leads: number;
            /** Level */
            level: string | null;
            /** Log Odds */
            log_odds: number;
            /**
             * Seen
             * @description Whether it is a value that leads were learned of, another one, or not known.
             * @enum {string}
             */
            seen: "value" | "other" | "missing";
        };
        /**
         * LearnedItem
         * @description A version of what was learned: from how many decided leads, and how good its forecasts were beside the base rate.
         */
        LearnedItem: {
            /** Converted */
            converted: number | null;
            /**
             * Drift
             * @description By field, how much the newest leads differ from those before: below 0.1 hardly, above 0.25 much.
             */
            drift: {
                [key: string]: number;
            } | null;
            /** Ended At */
            ended_at: string | null;
            /** Failure */
            failure: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** In Force */
            in_force: boolean;
            /**
             * Leads
             * @description Decided leads that were learned from.
             */
            leads: number | null;
            measured: components["schemas"]["Measured"] | null;
            /** Put Because */
            put_because: string | null;
            /**
             * Put By
             * @description Who put it in force again.
             */
            put_by: string | null;
            refusal: components["schemas"]["Refusal"] | null;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** Started By */
            started_by: string;
            status: components["schemas"]["LearnedStatus"];
            /** Version */
            version: number;
        };
        /**
         * LearnedScore
         * @description What past leads say of this one. `base` and the factors sum to `log_odds`, which is the probability.
         *
         *     Where nothing is forecast, `refusal` says why.
         */
        LearnedScore: {
            /** Base */
            base?: number | null;
            /**
             * Base Probability
             * @description That of the average lead.
             */
            base_probability?: number | null;
            /**
             * Factors
             * @default []
             */
            factors?: components["schemas"]["LearnedFactor"][];
            /** Log Odds */
            log_odds?: number | null;
            /**
             * Model Id
             * Format: uuid
             */
            model_id: string;
            /** Probability */
            probability?: number | null;
            refusal?: components["schemas"]["Refusal"] | null;
        };
        /**
         * LearnedStatus
         * @description How far a learned model is.
         * @enum {string}
         */
        LearnedStatus: "learning" | "learned" | "refused" | "failed";
        /**
         * Leave
         * @description Away from `begins` up to `ends`.
         */
        Leave: {
            /**
             * Begins
             * Format: date-time
             */
            begins: string;
            /**
             * Ends
             * Format: date-time
             */
            ends: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Reason */
            reason: string;
        };
        /**
         * LeaveKept
         * @description The id of a leave, to cancel it by.
         */
        LeaveKept: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * LedgerEntry
         * @description One time a lead was given to somebody or let go, with everything that decided.
         *
         *     `round`, `rules_version`, `turn`, `considered` and `passed_over` are there when a rule decided.
         */
        LedgerEntry: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** By */
            by: string;
            /** Considered */
            considered?: components["schemas"]["ConsideredPerson"][];
            /** Owner Id */
            owner_id: string | null;
            /** Passed Over */
            passed_over?: components["schemas"]["PassedOver"][];
            /** Pool */
            pool: string | null;
            /** Previous Owner Id */
            previous_owner_id: string | null;
            /** Reason */
            reason: string;
            /** Round */
            round?: number | null;
            /** Rule */
            rule: string | null;
            /** Rules Version */
            rules_version?: number | null;
            /** Turn */
            turn?: number | null;
            /** Version */
            version: number;
        };
        /**
         * Left
         * @description A lead that was not handed on, and why.
         */
        Left: {
            /**
             * Lead Id
             * Format: uuid
             */
            lead_id: string;
            /** Reason */
            reason: string;
        };
        /**
         * MailTaken
         * @description What became of a message.
         */
        MailTaken: {
            /** Lead Id */
            lead_id?: string | null;
            /** Reason */
            reason?: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "created" | "touched" | "ignored";
        };
        /**
         * MappingItem
         * @description A saved mapping of columns and words.
         */
        MappingItem: {
            /** Columns */
            columns: {
                [key: string]: string | null;
            };
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Owner Id */
            owner_id: string;
            /**
             * Saved At
             * Format: date-time
             */
            saved_at: string;
            /** Shared */
            shared: boolean;
            /** Team */
            team: string | null;
            /** Values */
            values: {
                [key: string]: {
                    [key: string]: string;
                };
            };
            /** Version */
            version: number;
        };
        /**
         * Measured
         * @description Forecasts of `leads` leads against what came.
         *
         *     `skill` is by how much the Brier score is better than that of the base rate (1: always right, 0: no better, with its
         *     95 % interval); `auc` how often a converted lead was ranked above one that was not; `ece` how far forecasts are from
         *     rates on average.
         */
        Measured: {
            /** Auc */
            auc: number;
            /** Bands */
            bands: components["schemas"]["Band"][];
            /** Base Brier */
            base_brier: number;
            /** Brier */
            brier: number;
            /** Converted */
            converted: number;
            /** Ece */
            ece: number;
            /** Leads */
            leads: number;
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /** Skill */
            skill: number;
            /** Skill From */
            skill_from: number;
            /** Skill To */
            skill_to: number;
            /**
             * Until
             * Format: date-time
             */
            until: string;
        };
        /**
         * MergeLead
         * @description Merge another lead into this one. Fields without a choice follow the survivor rules of the preview.
         */
        MergeLead: {
            /**
             * Absorbed Id
             * Format: uuid
             */
            absorbed_id: string;
            /** Choices */
            choices?: {
                [key: string]: "survivor" | "absorbed" | "both";
            };
        };
        /**
         * MergePreview
         * @description Two leads side by side, and what a merge with these choices would make of them.
         */
        MergePreview: {
            absorbed: components["schemas"]["MergeSide"];
            /** Fields */
            fields: components["schemas"]["FieldPreview"][];
            survivor: components["schemas"]["MergeSide"];
        };
        /**
         * MergeSide
         * @description One of the two leads.
         */
        MergeSide: {
            /** Events */
            events: number;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Owner Id */
            owner_id: string | null;
            status: components["schemas"]["LeadStatus"];
            /** Version */
            version: number;
        };
        /**
         * Merged
         * @description The lead that goes on, and the one that went into it.
         */
        Merged: {
            /**
             * Absorbed Id
             * Format: uuid
             */
            absorbed_id: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * MissingFactor
         * @description A rule that could not be judged, and why: it adds nothing, and says so.
         */
        MissingFactor: {
            /** Name */
            name: string;
            /** Reason */
            reason: string;
        };
        /**
         * ModelVersion
         * @description A version of the scoring model: who wrote it, when, and when it was put in force.
         */
        ModelVersion: {
            /** Activations */
            activations: components["schemas"]["Activation"][];
            /** Drafted At */
            drafted_at: string | null;
            /** Drafted By */
            drafted_by: string | null;
            /** In Force */
            in_force: boolean;
            model: components["schemas"]["WeightedRules"];
            /** Reason */
            reason: string | null;
            /** Version */
            version: number;
        };
        /**
         * Money
         * @description An exact amount in one currency, with at most 4 decimals and always at least those its currency has.
         */
        Money: {
            /**
             * Amount
             * @example 1200.50
             */
            amount: string;
            /**
             * Currency
             * @description ISO 4217
             * @example CNY
             */
            currency: string;
        };
        /**
         * MoveItem
         * @description A lead that another rule gives to another person, by its name where the caller may see it.
         */
        MoveItem: {
            /** From Owner */
            from_owner: string;
            /**
             * Lead Id
             * Format: uuid
             */
            lead_id: string;
            /** Name */
            name: string | null;
            /** Rule */
            rule: string;
            /** To Owner */
            to_owner: string;
        };
        /**
         * Moved
         * @description Decided leads that people moved from the model's grade to another.
         */
        Moved: {
            /**
             * Automatic
             * @enum {string}
             */
            automatic: "A" | "B" | "C" | "D";
            /** Converted */
            converted: number;
            /**
             * Grade
             * @enum {string}
             */
            grade: "A" | "B" | "C" | "D";
            /** Leads */
            leads: number;
            /** Rate */
            rate: number;
        };
        /**
         * Named
         * @description The code of what was defined.
         */
        Named: {
            /** Code */
            code: string;
        };
        /**
         * NextStep
         * @description What is to be done next.
         */
        NextStep: {
            /**
             * Due At
             * Format: date-time
             */
            due_at: string;
            method?: components["schemas"]["FollowUpMethod"] | null;
            /** Text */
            text?: string | null;
        };
        /**
         * OrderedRules
         * @description One version of the assignment rules; the first that applies decides. Version 0 is the seed.
         */
        OrderedRules: {
            /** Rules */
            rules: components["schemas"]["AssignmentRule"][];
            /** Version */
            version: number;
        };
        /**
         * Overridden
         * @description A lead that people judged otherwise than the model, and what came of it.
         */
        Overridden: {
            /** Automatic Score */
            automatic_score: number | null;
            /** Closed At */
            closed_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Opportunity Id */
            opportunity_id: string | null;
            /**
             * Overridden At
             * Format: date-time
             */
            overridden_at: string;
            /** Overrides */
            overrides: components["schemas"]["PastOverride"][];
            /** Reason */
            reason: string | null;
            /** Score */
            score: number | null;
            status: components["schemas"]["LeadStatus"];
            /** Version */
            version: number;
        };
        /**
         * OverrideItem
         * @description A person's judgment of a lead, beside what the model said then.
         */
        OverrideItem: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Automatic */
            automatic: number | null;
            /** By */
            by: string;
            /** Grade */
            grade: string;
            /** Points */
            points: number;
            /** Reason */
            reason: string;
            /** Until */
            until: string | null;
        };
        /**
         * OverrideScore
         * @description Take a lead for something else than the model does.
         */
        OverrideScore: {
            /** Points */
            points: number;
            /** Reason */
            reason: string;
            /**
             * Until
             * @description Until it is lifted, when it is left out.
             */
            until?: string | null;
        };
        /**
         * Overruling
         * @description Overrides against the model: the rates that grades stand for, what was moved, in all and by person.
         */
        Overruling: {
            all: components["schemas"]["Accuracy"];
            /** Moves */
            moves: components["schemas"]["Moved"][];
            /** People */
            people: components["schemas"]["Accuracy"][];
            /** Rates */
            rates: components["schemas"]["GradeRate"][];
        };
        /**
         * Page[CampaignItem]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_CampaignItem_: {
            /** Items */
            items: components["schemas"]["CampaignItem"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page[ConversionItem]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_ConversionItem_: {
            /** Items */
            items: components["schemas"]["ConversionItem"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page[FollowUpItem]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_FollowUpItem_: {
            /** Items */
            items: components["schemas"]["FollowUpItem"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page[FormItem]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_FormItem_: {
            /** Items */
            items: components["schemas"]["FormItem"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page[ImportItem]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_ImportItem_: {
            /** Items */
            items: components["schemas"]["ImportItem"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page[LeadItem]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_LeadItem_: {
            /** Items */
            items: components["schemas"]["LeadItem"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page[LearnedItem]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_LearnedItem_: {
            /** Items */
            items: components["schemas"]["LearnedItem"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page[MappingItem]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_MappingItem_: {
            /** Items */
            items: components["schemas"]["MappingItem"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page[Overridden]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_Overridden_: {
            /** Items */
            items: components["schemas"]["Overridden"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page[PairItem]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_PairItem_: {
            /** Items */
            items: components["schemas"]["PairItem"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page[PoolItem]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_PoolItem_: {
            /** Items */
            items: components["schemas"]["PoolItem"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page[PooledLead]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_PooledLead_: {
            /** Items */
            items: components["schemas"]["PooledLead"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page[RunItem]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_RunItem_: {
            /** Items */
            items: components["schemas"]["RunItem"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page[Run]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_Run_: {
            /** Items */
            items: components["schemas"]["Run"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page[TransferItem]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_TransferItem_: {
            /** Items */
            items: components["schemas"]["TransferItem"][];
            /** Next */
            next?: string | null;
        };
        /**
         * PairItem
         * @description Two leads that may be the same.
         */
        PairItem: {
            /** Evidence */
            evidence: components["schemas"]["Evidence"][];
            first: components["schemas"]["PairSide"];
            /**
             * Found By
             * @enum {string}
             */
            found_by: "entry" | "run";
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Judged By */
            judged_by: string | null;
            /** Reason */
            reason: string | null;
            /** Score */
            score: number;
            second: components["schemas"]["PairSide"];
            status: components["schemas"]["PairStatus"];
            /**
             * Suspected At
             * Format: date-time
             */
            suspected_at: string;
            /** Version */
            version: number;
            /**
             * Weight
             * @description Bits: 1 more is twice as likely.
             */
            weight: number;
        };
        /**
         * PairSide
         * @description One lead of a pair; details only for those who may see it.
         */
        PairSide: {
            details: components["schemas"]["CandidateDetails"] | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Owner Id */
            owner_id: string | null;
            /** Owner Name */
            owner_name: string | null;
            /** Status */
            status: string;
        };
        /**
         * PairStatus
         * @description What people judged of a pair; open: nothing yet.
         * @enum {string}
         */
        PairStatus: "open" | "dismissed" | "merged";
        /**
         * ParkedAggregate
         * @description Events of one aggregate that a consumer could not take.
         */
        ParkedAggregate: {
            /** Aggregate Id */
            aggregate_id: string;
            /** Consumer */
            consumer: string;
            /** Error */
            error: string | null;
            /** Events */
            events: number;
            /** First Position */
            first_position: number;
            /**
             * Parked At
             * Format: date-time
             */
            parked_at: string;
            /** Source */
            source: string;
        };
        /**
         * PassedOver
         * @description A rule before the one that decided, and why it did not decide.
         */
        PassedOver: {
            /** Reason */
            reason: string;
            /** Rule */
            rule: string;
        };
        /**
         * PastOverride
         * @description An override, and how it ended.
         */
        PastOverride: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Automatic */
            automatic: number | null;
            /** By */
            by: string;
            /** Ended At */
            ended_at?: string | null;
            /** Ended By */
            ended_by?: string | null;
            /** Grade */
            grade: string;
            /** Points */
            points: number;
            /** Reason */
            reason: string;
            /** Until */
            until: string | null;
            /** Why */
            why?: ("lifted" | "expired" | "replaced") | null;
        };
        /**
         * PersonsShare
         * @description What one person got by rule in a period; `per_capacity` is leads for each lead of capacity.
         */
        PersonsShare: {
            /** Capacity */
            capacity: number | null;
            /** Leads */
            leads: number;
            /** Name */
            name: string | null;
            /** Per Capacity */
            per_capacity: number | null;
            /** Person Id */
            person_id: string;
        };
        /**
         * PlanStep
         * @description Something to do so many working days after the start, at a time of day.
         */
        PlanStep: {
            /**
             * After Days
             * @description Working days after the start of the plan.
             */
            after_days: number;
            /**
             * At
             * @default 09:30
             * @example 09:30
             */
            at?: string;
            method: components["schemas"]["FollowUpMethod"];
            /** Text */
            text: string;
            /** Text Zh */
            text_zh?: string | null;
        };
        /**
         * PlanTemplate
         * @description Steps that leads follow: by rule those that meet `condition` when they get an owner, others by hand.
         */
        PlanTemplate: {
            /**
             * Condition
             * @description CEL over the lead; none: only started by hand.
             */
            condition?: string | null;
            /** Name */
            name: string;
            /** Steps */
            steps: components["schemas"]["PlanStep"][];
        };
        /**
         * Planned
         * @description The id of the lead.
         */
        Planned: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * Policies
         * @description The policies in force, by channel.
         */
        Policies: {
            /** Channels */
            channels: {
                [key: string]: components["schemas"]["ChannelPolicy"];
            };
            /** Version */
            version: number;
        };
        /**
         * PoolDefined
         * @description The pool and the version of its terms.
         */
        PoolDefined: {
            /** Code */
            code: string;
            /** Version */
            version: number;
        };
        /**
         * PoolItem
         * @description A pool and its terms. `leads` lie in it now.
         */
        PoolItem: {
            /** Code */
            code: string;
            /** Daily Limit */
            daily_limit: number | null;
            /** Leads */
            leads: number;
            /** Lock Out Days */
            lock_out_days: number;
            /** May Claim */
            may_claim: boolean;
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            /** People */
            people: string[];
            /** Recycle After Days */
            recycle_after_days: number | null;
            /** Regions */
            regions: string[];
            /** Teams */
            teams: string[];
            /** Time Zone */
            time_zone: string;
        };
        /**
         * PoolTerms
         * @description Who may claim, how much, and when leads come back.
         *
         *     With no team, region or person named, everybody may claim. `daily_limit` is leads per person and day of
         *     `time_zone`; whoever let a lead go may not claim it for `lock_out_days`; leads of those who may claim come back
         *     after `recycle_after_days` in which no person did anything with them.
         */
        PoolTerms: {
            /** Daily Limit */
            daily_limit?: number | null;
            /**
             * Lock Out Days
             * @default 0
             */
            lock_out_days?: number;
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            /**
             * People
             * @default []
             */
            people?: string[];
            /** Recycle After Days */
            recycle_after_days?: number | null;
            /**
             * Regions
             * @default []
             */
            regions?: string[];
            /**
             * Teams
             * @default []
             */
            teams?: string[];
            /**
             * Time Zone
             * @default Asia/Shanghai
             */
            time_zone?: string;
        };
        /**
         * PooledLead
         * @description A lead in a pool. How to reach it is for whoever claims it.
         */
        PooledLead: {
            budget: components["schemas"]["Money"] | null;
            /** Company */
            company: string | null;
            /** Company Size */
            company_size: number | null;
            /** Grade */
            grade: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Industry */
            industry: string | null;
            /** Name */
            name: string;
            /**
             * Pooled At
             * Format: date-time
             */
            pooled_at: string;
            /** Region */
            region: string | null;
            /** Score */
            score: number | null;
            /** Source */
            source: string | null;
        };
        /**
         * Position
         * @description How far one reader has come.
         */
        Position: {
            /** Name */
            name: string;
            /** Position */
            position: number;
        };
        /**
         * Positions
         * @description The newest position of the log, and where its readers are.
         */
        Positions: {
            /** Log */
            log: number;
            /** Readers */
            readers: components["schemas"]["Position"][];
        };
        /**
         * Problem
         * @description Problem details (RFC 9457).
         */
        Problem: {
            /** Code */
            code: string;
            /**
             * Detail
             * @default null
             */
            detail?: string | null;
            /**
             * Errors
             * @default null
             */
            errors?: components["schemas"]["FieldProblem"][] | null;
            /** Instance */
            instance: string;
            /**
             * Params
             * @default null
             */
            params?: {
                [key: string]: unknown;
            } | null;
            /** Status */
            status: number;
            /** Title */
            title: string;
            /** Type */
            type: string;
        };
        /**
         * ProposeRules
         * @description Draft a version of the scoring model from what was learned.
         */
        ProposeRules: {
            /** Reason */
            reason?: string | null;
        };
        /**
         * Proposed
         * @description The version of the scoring model that was drafted.
         */
        Proposed: {
            /** Version */
            version: number;
        };
        /**
         * PutLearnedModelInForce
         * @description Go back to what was learned earlier.
         */
        PutLearnedModelInForce: {
            /** Reason */
            reason: string;
        };
        /**
         * RecordFollowUp
         * @description Keep the record of a contact with a lead; method and result are all it needs.
         */
        RecordFollowUp: {
            /**
             * Attachments
             * @default []
             */
            attachments?: components["schemas"]["AttachFile"][];
            /**
             * Content
             * @default
             */
            content?: string;
            /**
             * Device
             * @description What it was recorded with.
             */
            device?: string | null;
            method: components["schemas"]["FollowUpMethod"];
            next_step?: components["schemas"]["NextStep"] | null;
            /**
             * Occurred At
             * @description When it happened by the clock of the device; none: now.
             */
            occurred_at?: string | null;
            result: components["schemas"]["FollowUpResult"];
        };
        /**
         * Recorded
         * @description The id of the record.
         */
        Recorded: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * Refusal
         * @description Why nothing is forecast, in both languages.
         */
        Refusal: {
            /**
             * Code
             * @enum {string}
             */
            code: "too-few" | "too-few-in-time" | "no-better";
            /** Reason */
            reason: string;
            /** Reason Zh */
            reason_zh: string;
        };
        /**
         * RegisterLead
         * @description Register somebody who may want to buy. The client may choose the id.
         */
        RegisterLead: {
            /** Address */
            address?: string | null;
            budget?: {
                /** @example 1200.50 */
                amount: string;
                /**
                 * @description ISO 4217
                 * @example CNY
                 */
                currency: string;
            } | null;
            /** Campaign */
            campaign?: string | null;
            /** Company */
            company?: string | null;
            /** Company Size */
            company_size?: number | null;
            /** Contact */
            contact?: string | null;
            /** Customer Id */
            customer_id?: string | null;
            /** Email */
            email?: string | null;
            /** Id */
            id?: string | null;
            /** Industry */
            industry?: string | null;
            /** Name */
            name: string;
            /** Need */
            need?: string | null;
            /** Notes */
            notes?: string | null;
            /** Phone */
            phone?: string | null;
            /** Region */
            region?: string | null;
            /** Source */
            source?: string | null;
            /** @description How the lead came to us. */
            touch?: components["schemas"]["AskedVisit"] | null;
            /** Uscc */
            uscc?: string | null;
        };
        /**
         * Registered
         * @description The id of the lead that was registered.
         */
        Registered: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * ReleaseLead
         * @description Let a lead go into a pool; without one, into the pool it came from.
         */
        ReleaseLead: {
            /** Pool */
            pool?: string | null;
            /** Reason */
            reason: string;
        };
        /**
         * ReopenLead
         * @description Take a conversion back.
         */
        ReopenLead: {
            /** Reason */
            reason: string;
        };
        /**
         * Reopened
         * @description The lead that is open again.
         */
        Reopened: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * ReplayParkedEvents
         * @description Which parked aggregate to try again.
         */
        ReplayParkedEvents: {
            /** Aggregate Id */
            aggregate_id: string;
            /** Consumer */
            consumer: string;
            /** Source */
            source: string;
        };
        /**
         * RescoringStatus
         * @description How far a run is; superseded: another version came into force before it was done.
         * @enum {string}
         */
        RescoringStatus: "running" | "done" | "superseded";
        /**
         * ReviseLead
         * @description Change what is known of a lead: fields that are named, to null where nothing is known any more.
         */
        ReviseLead: {
            /** Address */
            address?: string | null;
            budget?: {
                /** @example 1200.50 */
                amount: string;
                /**
                 * @description ISO 4217
                 * @example CNY
                 */
                currency: string;
            } | null;
            /** Campaign */
            campaign?: string | null;
            /** Company */
            company?: string | null;
            /** Company Size */
            company_size?: number | null;
            /** Contact */
            contact?: string | null;
            /** Customer Id */
            customer_id?: string | null;
            /** Email */
            email?: string | null;
            /** Industry */
            industry?: string | null;
            /** Name */
            name?: string | null;
            /** Need */
            need?: string | null;
            /** Notes */
            notes?: string | null;
            /** Phone */
            phone?: string | null;
            /** Region */
            region?: string | null;
            /** Source */
            source?: string | null;
            /** Uscc */
            uscc?: string | null;
        };
        /**
         * RulesTried
         * @description What rules would have done with recent leads. Counts are leads by owner; pools show as `pool:<code>`.
         */
        RulesTried: {
            /** After */
            after: {
                [key: string]: number;
            };
            /** Before */
            before: {
                [key: string]: number;
            };
            /** Changed */
            changed: number;
            /** Differences */
            differences: components["schemas"]["Difference"][];
            /** Leads */
            leads: number;
            /** Unassigned */
            unassigned: number;
        };
        /**
         * RulesVersion
         * @description One version of the assignment rules, by whom, when and why.
         */
        RulesVersion: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** By */
            by: string;
            /** Reason */
            reason: string | null;
            /** Rules */
            rules: components["schemas"]["AssignmentRule"][];
            /** Version */
            version: number;
        };
        /**
         * Run
         * @description A run over all open leads. It is at `leads` of about `expected`.
         */
        Run: {
            /**
             * At
             * Format: date-time
             * @description The moment that ages count to.
             */
            at: string;
            /** Changed */
            changed: number;
            /** Ended At */
            ended_at: string | null;
            /** Expected */
            expected: number;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "activation" | "decay" | "dry_run";
            /** Leads */
            leads: number;
            /** Model Version */
            model_version: number;
            /**
             * Moved
             * @description Leads that another rule gives to another person.
             */
            moved: number;
            /** Reassign */
            reassign: boolean;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** Started By */
            started_by: string;
            status: components["schemas"]["RescoringStatus"];
            /** Version */
            version: number;
        };
        /**
         * RunItem
         * @description One run over all leads.
         */
        RunItem: {
            /**
             * Compared
             * @description Pairs that were compared.
             */
            compared: number | null;
            /** Finished At */
            finished_at: string | null;
            /**
             * Found
             * @description Pairs that are likely the same.
             */
            found: number | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Leads */
            leads: number | null;
            /** Reason */
            reason: string | null;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** Started By */
            started_by: string;
            /** Status */
            status: string;
            /**
             * Suspected
             * @description Those of them that were not known before.
             */
            suspected: number | null;
            /** Version */
            version: number;
            /**
             * Weights
             * @description What each level of each field weighed, in bits.
             */
            weights: {
                [key: string]: {
                    [key: string]: number;
                };
            } | null;
        };
        /**
         * RunResult
         * @description What a run found, as far as it is: distributions, changed grades, capacity per cut-off.
         */
        RunResult: {
            /** Capacity */
            capacity: components["schemas"]["Capacity"][];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Model Version */
            model_version: number;
            status: components["schemas"]["RescoringStatus"];
            tally: components["schemas"]["Tally"];
        };
        /**
         * SaveMapping
         * @description Save a mapping under a name, over the one that has it; for the team when it is shared.
         */
        SaveMapping: {
            /** Columns */
            columns?: {
                [key: string]: string | null;
            };
            /** Name */
            name: string;
            /**
             * Shared
             * @description For everybody in the team.
             * @default false
             */
            shared?: boolean;
            /**
             * Values
             * @description By field: what is written in the file, and what to take it for.
             */
            values?: {
                [key: string]: {
                    [key: string]: string;
                };
            };
        };
        /**
         * Saved
         * @description The id of the saved mapping.
         */
        Saved: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * ScoreFactor
         * @description What one rule, its decay, or a cap adds to a score. `group` names the axis it counts for.
         *
         *     Its texts are those of a rule, which were checked when the rule was written.
         */
        ScoreFactor: {
            /** Group */
            group?: string | null;
            /** Name */
            name: string;
            /** Points */
            points: number;
            /** Reason */
            reason: string;
            /** Reason Zh */
            reason_zh?: string | null;
        };
        /**
         * ScoreGroup
         * @description An axis of the model, such as fit or engagement: its rules together give at least `least`, at most `most` points.
         */
        ScoreGroup: {
            /**
             * Least
             * @default -100
             */
            least?: number;
            /**
             * Most
             * @default 100
             */
            most?: number;
            /** Name */
            name: string;
        };
        /**
         * Scorecard
         * @description A lead's log-odds are `base`, those of the average lead, and what its level in each column adds.
         */
        Scorecard: {
            /** Base */
            base: number;
            /** Columns */
            columns: components["schemas"]["Column"][];
        };
        /**
         * ScoringRule
         * @description `points` when `condition` holds; when it yields a whole number, `points` for each, up to `max` in all.
         *
         *     With `decay` they fade; what they come to counts for `group`, and so within its limits.
         */
        ScoringRule: {
            /**
             * Condition
             * @example source == 'exhibition' && company_size >= 200
             */
            condition: string;
            decay?: components["schemas"]["Decay"] | null;
            /** Group */
            group?: string | null;
            /** Max */
            max?: number | null;
            /** Name */
            name: string;
            /** Points */
            points: number;
        };
        /**
         * SetHours
         * @description Work by these hours; null: a person by their team's, a team at any time.
         */
        SetHours: {
            hours: components["schemas"]["WorkingHours"] | null;
        };
        /**
         * Share
         * @description A person of a rule, and how many leads they get for each one that weight 1 gets.
         */
        Share: {
            /** Person Id */
            person_id: string;
            /**
             * Weight
             * @default 1
             */
            weight?: number;
        };
        /**
         * Shift
         * @description From `begins` to `ends` on each of `days` (1 is Monday), by the clock of the time zone.
         */
        Shift: {
            /**
             * Begins
             * @example 09:30
             */
            begins: string;
            /** Days */
            days: number[];
            /**
             * Ends
             * @example 09:30
             */
            ends: string;
        };
        /**
         * SourceTerms
         * @description What can be said of a source. `words` are what people write for it beside its code and its names.
         */
        SourceTerms: {
            /**
             * Active
             * @default true
             */
            active?: boolean;
            /** Name En */
            name_en: string;
            /** Name Zh */
            name_zh: string;
            /**
             * Order
             * @description Its place in lists, the lowest first.
             * @default 100
             */
            order?: number;
            /**
             * Words
             * @default []
             */
            words?: string[];
        };
        /**
         * StartPlan
         * @description Let a lead follow a plan from now on.
         */
        StartPlan: {
            /** Plan */
            plan: string;
        };
        /**
         * StartTransfer
         * @description Hand on leads, named or by filter, to people in turn; without people, back through the rules.
         */
        StartTransfer: {
            filter?: components["schemas"]["LeadFilter"] | null;
            /** Lead Ids */
            lead_ids?: string[] | null;
            /** Reason */
            reason: string;
            /** To */
            to?: string[];
        };
        /**
         * TakeLeave
         * @description Be away.
         */
        TakeLeave: {
            /**
             * Begins
             * Format: date-time
             */
            begins: string;
            /**
             * Ends
             * Format: date-time
             */
            ends: string;
            /** Reason */
            reason: string;
        };
        /**
         * TakeOver
         * @description Make a lead one's own.
         */
        TakeOver: {
            /** Reason */
            reason: string;
        };
        /**
         * Taken
         * @description The lead that was registered, or that was there already (`merged`); and who else may be the same.
         */
        Taken: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Merged */
            merged: boolean;
            /** Possible Duplicates */
            possible_duplicates: components["schemas"]["Candidate"][];
        };
        /**
         * TakenOver
         * @description The id of the lead that is now the caller's.
         */
        TakenOver: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * Tally
         * @description What re-scoring comes to. Points are those of the model: an override stays as it is.
         *
         *     `before` and `after` count open leads by points, `regraded` by old and new grade (`B>A`), `arrivals` all leads of
         *     the last weeks by ISO week and the points they come in with.
         */
        Tally: {
            /**
             * After
             * @default {}
             */
            after?: {
                [key: string]: number;
            };
            /**
             * Arrivals
             * @default {}
             */
            arrivals?: {
                [key: string]: {
                    [key: string]: number;
                };
            };
            /**
             * Before
             * @default {}
             */
            before?: {
                [key: string]: number;
            };
            /**
             * Changed
             * @default 0
             */
            changed?: number;
            /**
             * Leads
             * @default 0
             */
            leads?: number;
            /**
             * Moved
             * @default 0
             */
            moved?: number;
            /**
             * Overridden
             * @default 0
             */
            overridden?: number;
            /**
             * Regraded
             * @default {}
             */
            regraded?: {
                [key: string]: number;
            };
        };
        /**
         * Task
         * @description Something to be done about a lead at a time: a step of a plan, or what somebody set.
         */
        Task: {
            /**
             * Ahead Minutes
             * @default []
             */
            ahead_minutes?: number[];
            /**
             * Due At
             * Format: date-time
             */
            due_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            method?: components["schemas"]["FollowUpMethod"] | null;
            /** Plan */
            plan?: string | null;
            /** Step */
            step?: number | null;
            /** Text */
            text?: string | null;
            /** Text Zh */
            text_zh?: string | null;
        };
        /**
         * Threshold
         * @description A score from which on a lead needs somebody's attention.
         */
        Threshold: {
            /** Name */
            name: string;
            /** Points */
            points: number;
        };
        /**
         * Thresholds
         * @description The scores from which on a lead needs attention.
         */
        Thresholds: {
            /** Thresholds */
            thresholds: components["schemas"]["Threshold"][];
        };
        /**
         * TouchItem
         * @description A touch, and the event that tells of it.
         */
        TouchItem: {
            /** Actor */
            actor: string;
            /** Campaign */
            campaign?: string | null;
            channel: components["schemas"]["Channel"];
            /** Event Version */
            event_version: number;
            /** Landing Page */
            landing_page?: string | null;
            /** Message */
            message?: string | null;
            /**
             * Occurred At
             * Format: date-time
             */
            occurred_at: string;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** Reference */
            reference?: string | null;
            /** Referrer */
            referrer?: string | null;
            /** Share */
            share: {
                [key: string]: number;
            };
            /** Source */
            source?: string | null;
            utm?: components["schemas"]["Utm"] | null;
        };
        /**
         * TouchLead
         * @description A known lead came to us once more.
         */
        TouchLead: {
            /** Campaign */
            campaign?: string | null;
            /** Channel */
            channel?: ("manual" | "api") | null;
            /** Landing Page */
            landing_page?: string | null;
            /**
             * Message
             * @description What was said.
             */
            message?: string | null;
            /**
             * Occurred At
             * @description Now, when it is left out.
             */
            occurred_at?: string | null;
            /** Referrer */
            referrer?: string | null;
            /** Source */
            source?: string | null;
            utm?: components["schemas"]["Utm"] | null;
        };
        /**
         * TransferItem
         * @description How far a transfer is.
         */
        TransferItem: {
            /** Finished At */
            finished_at: string | null;
            /** Handed On */
            handed_on: number;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Leads */
            leads: number;
            /** Left */
            left: components["schemas"]["Left"][];
            /** Reason */
            reason: string;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** Started By */
            started_by: string;
            /** Status */
            status: string;
            /** To */
            to: string[];
        };
        /**
         * TransferStarted
         * @description The transfer that was started, and how many leads it hands on.
         */
        TransferStarted: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Leads */
            leads: number;
        };
        /**
         * TryRules
         * @description Decide the newest `leads` of the ledger again by these rules.
         */
        TryRules: {
            /**
             * Leads
             * @default 500
             */
            leads?: number;
            /** Rules */
            rules: components["schemas"]["AssignmentRule"][];
        };
        /**
         * UnknownValue
         * @description A word of a file that there is no code for, and how many rows have it.
         */
        UnknownValue: {
            /** Field */
            field: string;
            /** Rows */
            rows: number;
            /** Value */
            value: string;
        };
        /**
         * UnmergeLead
         * @description Undo the merge of another lead into this one.
         */
        UnmergeLead: {
            /**
             * Absorbed Id
             * Format: uuid
             */
            absorbed_id: string;
        };
        /**
         * Unmerged
         * @description What undoing a merge restored, and what it kept.
         */
        Unmerged: {
            /**
             * Absorbed Id
             * Format: uuid
             */
            absorbed_id: string;
            /** Held By Others */
            held_by_others: components["schemas"]["HeldClaim"][];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kept Events */
            kept_events: components["schemas"]["KeptEvent"][];
            /**
             * Kept Fields
             * @description Fields that came from the other lead and were changed since.
             */
            kept_fields: string[];
            /**
             * Restored
             * @description Fields of the surviving lead that are as before the merge.
             */
            restored: string[];
        };
        /**
         * Upcoming
         * @description What comes next for a lead: its nearest task, when somebody is to be reminded of any, and the plan it follows.
         */
        Upcoming: {
            /** Plan */
            plan?: string | null;
            /** Remind At */
            remind_at?: string | null;
            /**
             * Steps Left
             * @default 0
             */
            steps_left?: number;
            task: components["schemas"]["Task"];
        };
        /**
         * Uploaded
         * @description How much of the file has come, in bytes; `media_type` once it is whole.
         */
        Uploaded: {
            /** Length */
            length: number;
            /** Media Type */
            media_type?: string | null;
            /** Received */
            received: number;
            /** Sha256 */
            sha256: string;
        };
        /**
         * Utm
         * @description The campaign parameters of the page that was visited.
         */
        Utm: {
            /** Campaign */
            campaign?: string | null;
            /** Content */
            content?: string | null;
            /** Medium */
            medium?: string | null;
            /** Source */
            source?: string | null;
            /** Term */
            term?: string | null;
        };
        /**
         * VersionOfModel
         * @description The version of the model that this is about.
         */
        VersionOfModel: {
            /** Version */
            version: number;
        };
        /**
         * ViewRebuilt
         * @description Up to which log position a view was built anew.
         */
        ViewRebuilt: {
            /** Position */
            position: number;
            /** View */
            view: string;
        };
        /**
         * WeightedRules
         * @description One version of a scoring model.
         */
        WeightedRules: {
            /**
             * @default {
             *       "a": 75,
             *       "b": 50,
             *       "c": 25
             *     }
             */
            grades?: components["schemas"]["GradeThresholds"];
            /**
             * Groups
             * @default []
             */
            groups?: components["schemas"]["ScoreGroup"][];
            /** Rules */
            rules: components["schemas"]["ScoringRule"][];
            /** Version */
            version: number;
        };
        /**
         * WorkingHours
         * @description The shifts of a week, on the days that the calendar works.
         *
         *     On a weekend day that is worked instead of another (调休) Monday's hours count, unless it has its own; those hold on
         *     every such day.
         */
        WorkingHours: {
            /**
             * Calendar
             * @default CN
             * @example CN
             */
            calendar?: string;
            /** Shifts */
            shifts: components["schemas"]["Shift"][];
            /**
             * Time Zone
             * @default Asia/Shanghai
             */
            time_zone?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_assignment_fairness: {
        parameters: {
            query: {
                /** @description From when, with time zone. */
                begins: string;
                /** @description Up to when, at most 366 days later. */
                ends: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fairness"];
                };
            };
        };
    };
    get_assignment_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderedRules"];
                };
            };
        };
    };
    define_assignment_rules: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DefineAssignmentRules"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Defined"];
                };
            };
        };
    };
    try_assignment_rules: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TryRules"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RulesTried"];
                };
            };
        };
    };
    list_assignment_rules_versions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RulesVersion"][];
                };
            };
        };
    };
    list_campaigns: {
        parameters: {
            query?: {
                /** @description Only campaigns of this source. */
                source?: string | null;
                /** @description Only those that are in use, or only those that are not. */
                active?: boolean | null;
                /** @description Part of the code or the name. */
                q?: string | null;
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
                /** @description Rows per page. */
                limit?: number;
                /** @description `next` of the page before; opaque. */
                cursor?: string;
                /** @description Fields, each with `-` for descending: `-score,name`. */
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_CampaignItem_"];
                };
            };
        };
    };
    get_campaign: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description The code, which leads keep for ever. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignItem"];
                };
            };
        };
    };
    define_campaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description The code, which leads keep for ever. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignTerms"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Named"];
                };
            };
        };
    };
    read_changes: {
        parameters: {
            query?: {
                /** @description Of the answer before; none: everything is told anew. */
                cursor?: string;
                /** @description At most so many. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangesPage"];
                };
            };
        };
    };
    stream_changes: {
        parameters: {
            query?: {
                /** @description Of the answer before; none: everything is told anew. */
                cursor?: string;
                /** @description How long to stay. */
                seconds?: number;
            };
            header?: {
                /** @description As clients send it when they connect again; wins over `cursor`. */
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    get_command: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its `Idempotency-Key`. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandView"];
                };
            };
        };
    };
    list_conversions: {
        parameters: {
            query?: {
                /** @description Only those of this lead. */
                lead?: string | null;
                /** @description Only those that came to this. */
                outcome?: components["schemas"]["ConversionOutcome"] | null;
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
                /** @description Rows per page. */
                limit?: number;
                /** @description `next` of the page before; opaque. */
                cursor?: string;
                /** @description Fields, each with `-` for descending: `-score,name`. */
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ConversionItem_"];
                };
            };
        };
    };
    get_duplicate_policies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policies"];
                };
            };
        };
    };
    define_duplicate_policies: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DefinePolicies"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Defined"];
                };
            };
        };
    };
    list_duplicates: {
        parameters: {
            query?: {
                /** @description Open: nobody judged them yet. */
                status?: components["schemas"]["PairStatus"];
                /** @description Only pairs at least that alike. */
                min_score?: number;
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
                /** @description Rows per page. */
                limit?: number;
                /** @description `next` of the page before; opaque. */
                cursor?: string;
                /** @description Fields, each with `-` for descending: `-score,name`. */
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PairItem_"];
                };
            };
        };
    };
    check_duplicates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckDuplicates"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Candidates"];
                };
            };
        };
    };
    list_duplicate_runs: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
                /** @description Rows per page. */
                limit?: number;
                /** @description `next` of the page before; opaque. */
                cursor?: string;
                /** @description Fields, each with `-` for descending: `-score,name`. */
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_RunItem_"];
                };
            };
        };
    };
    start_duplicate_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DuplicateRunStarted"];
                };
            };
        };
    };
    get_duplicate_run: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the run. */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunItem"];
                };
            };
        };
    };
    upload_progress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description SHA-256 of the whole content, hex. */
                sha256: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Uploaded"];
                };
            };
        };
    };
    upload_file: {
        parameters: {
            query?: never;
            header?: {
                /** @description Where this part begins, in bytes. */
                "Upload-Offset"?: number;
                /** @description Bytes of the whole file; none: this part is all. */
                "Upload-Length"?: number;
            };
            path: {
                /** @description SHA-256 of the whole content, hex. */
                sha256: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/pdf": string;
                "application/vnd.openxmlformats-officedocument.presentationml.presentation": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document": string;
                "image/jpeg": string;
                "image/png": string;
                "image/webp": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Uploaded"];
                };
            };
        };
    };
    upload_offset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description SHA-256 of the whole content, hex. */
                sha256: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    get_follow_up_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowUpRules"];
                };
            };
        };
    };
    define_follow_up_rules: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DefineFollowUpRules"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Defined"];
                };
            };
        };
    };
    list_follow_ups: {
        parameters: {
            query?: {
                /** @description How the contact was made. */
                method?: components["schemas"]["FollowUpMethod"] | null;
                /** @description What it came to. */
                result?: components["schemas"]["FollowUpResult"] | null;
                /** @description Who recorded it. */
                author?: string | null;
                /** @description It happened then or later; with time zone. */
                since?: string | null;
                /** @description It happened before then; with time zone. */
                until?: string | null;
                /** @description Entered more than 24 hours after it happened, or not. */
                late?: boolean | null;
                /** @description Part of the content or the next step. */
                q?: string | null;
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
                /** @description Rows per page. */
                limit?: number;
                /** @description `next` of the page before; opaque. */
                cursor?: string;
                /** @description Fields, each with `-` for descending: `-score,name`. */
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_FollowUpItem_"];
                };
            };
        };
    };
    export_follow_ups: {
        parameters: {
            query?: {
                /** @description How the contact was made. */
                method?: components["schemas"]["FollowUpMethod"] | null;
                /** @description What it came to. */
                result?: components["schemas"]["FollowUpResult"] | null;
                /** @description Who recorded it. */
                author?: string | null;
                /** @description It happened then or later; with time zone. */
                since?: string | null;
                /** @description It happened before then; with time zone. */
                until?: string | null;
                /** @description Entered more than 24 hours after it happened, or not. */
                late?: boolean | null;
                /** @description Part of the content or the next step. */
                q?: string | null;
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    get_form_style: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As the sender asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/css": string;
                };
            };
        };
    };
    list_forms: {
        parameters: {
            query?: {
                /** @description Only those in use, or not in use. */
                active?: boolean | null;
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
                /** @description Rows per page. */
                limit?: number;
                /** @description `next` of the page before; opaque. */
                cursor?: string;
                /** @description Fields, each with `-` for descending: `-score,name`. */
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_FormItem_"];
                };
            };
        };
    };
    define_form: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FormTerms"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormDefined"];
                };
            };
        };
    };
    show_form: {
        parameters: {
            query?: {
                /** @description Campaign parameter of the page the form stands on. */
                utm_source?: string | null;
                /** @description Campaign parameter of the page the form stands on. */
                utm_medium?: string | null;
                /** @description Campaign parameter of the page the form stands on. */
                utm_campaign?: string | null;
                /** @description Campaign parameter of the page the form stands on. */
                utm_term?: string | null;
                /** @description Campaign parameter of the page the form stands on. */
                utm_content?: string | null;
            };
            header?: never;
            path: {
                /** @description Id of the form. */
                form_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    revise_form: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the form. */
                form_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FormTerms"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormDefined"];
                };
            };
        };
    };
    get_form_definition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the form. */
                form_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormShown"];
                };
            };
        };
    };
    submit_form: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the form. */
                form_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description From the definition; good once. */
                    token: string;
                } & {
                    [key: string]: string;
                };
                "application/x-www-form-urlencoded": {
                    /** @description From the definition; good once. */
                    token: string;
                } & {
                    [key: string]: string;
                };
            };
        };
        responses: {
            /** @description As the sender asked. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormReceived"];
                    "text/html": string;
                };
            };
        };
    };
    may_submit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the form. */
                form_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_mappings: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
                /** @description Rows per page. */
                limit?: number;
                /** @description `next` of the page before; opaque. */
                cursor?: string;
                /** @description Fields, each with `-` for descending: `-score,name`. */
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_MappingItem_"];
                };
            };
        };
    };
    save_mapping: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveMapping"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saved"];
                };
            };
        };
    };
    get_mapping: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the mapping. */
                mapping_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MappingItem"];
                };
            };
        };
    };
    remove_mapping: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the mapping. */
                mapping_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saved"];
                };
            };
        };
    };
    list_imports: {
        parameters: {
            query?: {
                /** @description Only those that are so far. */
                status?: components["schemas"]["ImportStatus"] | null;
                /** @description Only dry runs, or only imports for good. */
                dry_run?: boolean | null;
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
                /** @description Rows per page. */
                limit?: number;
                /** @description `next` of the page before; opaque. */
                cursor?: string;
                /** @description Fields, each with `-` for descending: `-score,name`. */
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ImportItem_"];
                };
            };
        };
    };
    start_import: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["Body_start_import"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportStarted"];
                };
            };
        };
    };
    preview_import: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["Body_preview_import"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportPreview"];
                };
            };
        };
    };
    get_import: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the import. */
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportItem"];
                };
            };
        };
    };
    commit_import: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the import. */
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportStarted"];
                };
            };
        };
    };
    get_import_report_csv: {
        parameters: {
            query?: {
                /** @description Only rows with this outcome. */
                outcome?: ("created" | "updated" | "merged" | "duplicate" | "unchanged" | "invalid") | null;
                /** @description Only rows that the undo came to this with. */
                undo?: ("withdrawn" | "restored" | "kept") | null;
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: {
                /** @description `zh` or `en`: the language of the report. */
                "accept-language"?: string | null;
            };
            path: {
                /** @description Id of the import. */
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    get_import_report_xlsx: {
        parameters: {
            query?: {
                /** @description Only rows with this outcome. */
                outcome?: ("created" | "updated" | "merged" | "duplicate" | "unchanged" | "invalid") | null;
                /** @description Only rows that the undo came to this with. */
                undo?: ("withdrawn" | "restored" | "kept") | null;
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: {
                /** @description `zh` or `en`: the language of the report. */
                "accept-language"?: string | null;
            };
            path: {
                /** @description Id of the import. */
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_import_rows: {
        parameters: {
            query?: {
                /** @description Row number to go on after. */
                after?: number;
                /** @description At most so many. */
                limit?: number;
                /** @description Only rows with this outcome. */
                outcome?: ("created" | "updated" | "merged" | "duplicate" | "unchanged" | "invalid") | null;
                /** @description Only rows that the undo came to this with. */
                undo?: ("withdrawn" | "restored" | "kept") | null;
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the import. */
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportRow"][];
                };
            };
        };
    };
    undo_import: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the import. */
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportStarted"];
                };
            };
        };
    };
    list_unknown_values: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the import. */
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnknownValue"][];
                };
            };
        };
    };
    take_mail: {
        parameters: {
            query?: {
                /** @description Source of the leads of this mailbox. */
                source?: string | null;
                /** @description Campaign of the leads of this mailbox. */
                campaign?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The bytes of the message; `message/rfc822` is as welcome. */
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailTaken"];
                };
            };
        };
    };
    take_signed_mail: {
        parameters: {
            query?: {
                /** @description Source of the leads of this mailbox. */
                source?: string | null;
                /** @description Campaign of the leads of this mailbox. */
                campaign?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The bytes of the message; `message/rfc822` is as welcome. */
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailTaken"];
                };
            };
        };
    };
    list_leads: {
        parameters: {
            query?: {
                /** @description Any but withdrawn, when left out. */
                status?: components["schemas"]["LeadStatus"] | null;
                /** @description Of the score that counts. */
                grade?: ("A" | "B" | "C" | "D") | null;
                /** @description Whose they are. */
                owner?: string | null;
                /** @description Code of a source, or a word for it. */
                source?: string | null;
                /** @description Code or name of a campaign. */
                campaign?: string | null;
                /** @description How they came at first. */
                channel?: components["schemas"]["Channel"] | null;
                /** @description At least so many points. */
                min_score?: number;
                /** @description Only those whose next follow-up is overdue. */
                overdue?: boolean;
                /** @description The customer's id in master data. */
                customer?: string | null;
                /** @description Only those that are nobody's and in no pool: rules found nobody for them. */
                unassigned?: boolean;
                /** @description Part of the name, company, contact or phone. */
                q?: string | null;
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
                /** @description Rows per page. */
                limit?: number;
                /** @description `next` of the page before; opaque. */
                cursor?: string;
                /** @description Fields, each with `-` for descending: `-score,name`. */
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_LeadItem_"];
                };
            };
        };
    };
    register_lead: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterLead"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
        };
    };
    list_overridden_leads: {
        parameters: {
            query?: {
                /** @description Only leads of this status. */
                status?: components["schemas"]["LeadStatus"] | null;
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
                /** @description Rows per page. */
                limit?: number;
                /** @description `next` of the page before; opaque. */
                cursor?: string;
                /** @description Fields, each with `-` for descending: `-score,name`. */
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Overridden_"];
                };
            };
        };
    };
    get_override_accuracy: {
        parameters: {
            query?: {
                /** @description Only leads that were decided from then on. */
                since?: string | null;
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overruling"];
                };
            };
        };
    };
    list_work_queue: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
                /** @description Rows per page. */
                limit?: number;
                /** @description `next` of the page before; opaque. */
                cursor?: string;
                /** @description Fields, each with `-` for descending: `-score,name`. */
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_LeadItem_"];
                };
            };
        };
    };
    get_lead: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadDetail"];
                };
            };
        };
    };
    revise_lead: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviseLead"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
        };
    };
    assign_lead: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignLead"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
        };
    };
    list_lead_assignments: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerEntry"][];
                };
            };
        };
    };
    claim_lead: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadMoved"];
                };
            };
        };
    };
    convert_lead: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConvertLead"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Converted"];
                };
            };
        };
    };
    disqualify_lead: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DisqualifyLead"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
        };
    };
    list_lead_duplicates: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Candidates"];
                };
            };
        };
    };
    dismiss_duplicate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the lead. */
                lead_id: string;
                /** @description Id of the lead that it is held against. */
                other_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DismissPair"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Judged"];
                };
            };
        };
    };
    reconsider_duplicate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the lead. */
                lead_id: string;
                /** @description Id of the lead that it is held against. */
                other_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Judged"];
                };
            };
        };
    };
    list_lead_follow_ups: {
        parameters: {
            query?: {
                /** @description How the contact was made. */
                method?: components["schemas"]["FollowUpMethod"] | null;
                /** @description What it came to. */
                result?: components["schemas"]["FollowUpResult"] | null;
                /** @description Who recorded it. */
                author?: string | null;
                /** @description It happened then or later; with time zone. */
                since?: string | null;
                /** @description It happened before then; with time zone. */
                until?: string | null;
                /** @description Entered more than 24 hours after it happened, or not. */
                late?: boolean | null;
                /** @description Part of the content or the next step. */
                q?: string | null;
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
                /** @description Rows per page. */
                limit?: number;
                /** @description `next` of the page before; opaque. */
                cursor?: string;
                /** @description Fields, each with `-` for descending: `-score,name`. */
                sort?: string;
            };
            header?: never;
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_FollowUpItem_"];
                };
            };
        };
    };
    record_follow_up: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordFollowUp"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recorded"];
                };
            };
        };
    };
    get_follow_up: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the lead. */
                lead_id: string;
                /** @description Id of the follow up. */
                follow_up_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowUpItem"];
                };
            };
        };
    };
    correct_follow_up: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the lead. */
                lead_id: string;
                /** @description Id of the follow up. */
                follow_up_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CorrectFollowUp"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recorded"];
                };
            };
        };
    };
    download_file: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the lead. */
                lead_id: string;
                /** @description Id of the follow up. */
                follow_up_id: string;
                /** @description SHA-256 of the whole content, hex. */
                sha256: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
        };
    };
    list_follow_up_history: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the lead. */
                lead_id: string;
                /** @description Id of the follow up. */
                follow_up_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowUpItem"][];
                };
            };
        };
    };
    list_lead_history: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryEntry"][];
                };
            };
        };
    };
    lift_override: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
        };
    };
    merge_lead: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeLead"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merged"];
                };
            };
        };
    };
    preview_merge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeLead"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MergePreview"];
                };
            };
        };
    };
    set_next_step: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NextStep"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Planned"];
                };
            };
        };
    };
    drop_next_step: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Planned"];
                };
            };
        };
    };
    override_score: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OverrideScore"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
        };
    };
    start_plan: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartPlan"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Planned"];
                };
            };
        };
    };
    stop_plan: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Planned"];
                };
            };
        };
    };
    release_lead: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReleaseLead"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadMoved"];
                };
            };
        };
    };
    reopen_lead: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReopenLead"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reopened"];
                };
            };
        };
    };
    rescore_lead: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
        };
    };
    take_over: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TakeOver"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TakenOver"];
                };
            };
        };
    };
    list_lead_touches: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TouchItem"][];
                };
            };
        };
    };
    touch_lead: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TouchLead"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
        };
    };
    unmerge_lead: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the lead. */
                lead_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UnmergeLead"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unmerged"];
                };
            };
        };
    };
    list_learned_models: {
        parameters: {
            query?: {
                /** @description Only those that are so far. */
                status?: components["schemas"]["LearnedStatus"] | null;
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
                /** @description Rows per page. */
                limit?: number;
                /** @description `next` of the page before; opaque. */
                cursor?: string;
                /** @description Fields, each with `-` for descending: `-score,name`. */
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_LearnedItem_"];
                };
            };
        };
    };
    start_learning: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Begun"];
                };
            };
        };
    };
    get_learned_model: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the model. */
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LearnedDetail"];
                };
            };
        };
    };
    propose_learned_rules: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the model. */
                model_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposeRules"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposed"];
                };
            };
        };
    };
    put_learned_model_in_force: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the model. */
                model_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutLearnedModelInForce"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Begun"];
                };
            };
        };
    };
    list_parked: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParkedAggregate"][];
                };
            };
        };
    };
    replay_parked: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayParkedEvents"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventsReplayed"];
                };
            };
        };
    };
    get_positions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Positions"];
                };
            };
        };
    };
    rebuild_view: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of a view of this service. */
                view: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewRebuilt"];
                };
            };
        };
    };
    get_availability: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the person. */
                person_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AvailabilityDetail"];
                };
            };
        };
    };
    hand_over: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the person. */
                person_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandOver"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransferStarted"];
                };
            };
        };
    };
    set_hours: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the person. */
                person_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetHours"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Kept"];
                };
            };
        };
    };
    take_leave: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the person. */
                person_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TakeLeave"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeaveKept"];
                };
            };
        };
    };
    cancel_leave: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the person. */
                person_id: string;
                /** @description Id of the leave. */
                leave_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeaveKept"];
                };
            };
        };
    };
    list_pools: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
                /** @description Rows per page. */
                limit?: number;
                /** @description `next` of the page before; opaque. */
                cursor?: string;
                /** @description Fields, each with `-` for descending: `-score,name`. */
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PoolItem_"];
                };
            };
        };
    };
    define_pool: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Code of the pool. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PoolTerms"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PoolDefined"];
                };
            };
        };
    };
    list_pool_leads: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
                /** @description Rows per page. */
                limit?: number;
                /** @description `next` of the page before; opaque. */
                cursor?: string;
                /** @description Fields, each with `-` for descending: `-score,name`. */
                sort?: string;
            };
            header?: never;
            path: {
                /** @description Code of the pool. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PooledLead_"];
                };
            };
        };
    };
    get_scoring_model: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeightedRules"];
                };
            };
        };
    };
    define_scoring_model: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DefineScoringModel"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionOfModel"];
                };
            };
        };
    };
    list_scoring_model_versions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelVersion"][];
                };
            };
        };
    };
    draft_scoring_model: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DefineScoringModel"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionOfModel"];
                };
            };
        };
    };
    get_scoring_model_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Number of a version of the model. */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelVersion"];
                };
            };
        };
    };
    activate_scoring_model: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Number of a version of the model. */
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActivateScoringModel"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionOfModel"];
                };
            };
        };
    };
    ask_dry_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Number of a version of the model. */
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskDryRun"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asked"];
                };
            };
        };
    };
    list_scoring_runs: {
        parameters: {
            query?: {
                /** @description Only runs for this. */
                kind?: ("activation" | "decay" | "dry_run") | null;
                /** @description Only runs that are so far. */
                status?: components["schemas"]["RescoringStatus"] | null;
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
                /** @description Rows per page. */
                limit?: number;
                /** @description `next` of the page before; opaque. */
                cursor?: string;
                /** @description Fields, each with `-` for descending: `-score,name`. */
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Run_"];
                };
            };
        };
    };
    get_scoring_run: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the run. */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
        };
    };
    list_scoring_run_moves: {
        parameters: {
            query?: {
                /** @description Id of a lead to go on after. */
                after?: string | null;
                /** @description At most so many. */
                limit?: number;
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the run. */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MoveItem"][];
                };
            };
        };
    };
    get_scoring_run_result: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the run. */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunResult"];
                };
            };
        };
    };
    get_score_thresholds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Thresholds"];
                };
            };
        };
    };
    define_score_thresholds: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DefineThresholds"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Thresholds"];
                };
            };
        };
    };
    list_sources: {
        parameters: {
            query?: {
                /** @description Only those that are in use, or only those that are not. */
                active?: boolean | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadSource"][];
                };
            };
        };
    };
    define_source: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description The code, which leads keep for ever. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceTerms"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Named"];
                };
            };
        };
    };
    set_hours_of_team: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Code of the team. */
                team: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetHours"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Kept"];
                };
            };
        };
    };
    list_transfers: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
                /** @description Rows per page. */
                limit?: number;
                /** @description `next` of the page before; opaque. */
                cursor?: string;
                /** @description Fields, each with `-` for descending: `-score,name`. */
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TransferItem_"];
                };
            };
        };
    };
    start_transfer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartTransfer"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransferStarted"];
                };
            };
        };
    };
    get_transfer: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the transfer. */
                transfer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransferItem"];
                };
            };
        };
    };
    live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
}
