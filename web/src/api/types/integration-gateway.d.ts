export interface paths {
    "/api/integration-gateway/v1/changes": {
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
    "/api/integration-gateway/v1/changes/stream": {
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
    "/api/integration-gateway/v1/commands/{key}": {
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
    "/api/integration-gateway/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Customers
         * @description Customers by name, of the caller's region and of none; sort by customer_id, name or recorded_at.
         */
        get: operations["list_customers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/customers/{customer_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Customer
         * @description A customer by its id in master data.
         */
        get: operations["get_customer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Deliveries
         * @description Deliveries, newest first; sort by queued_at, settled_at, next_at, attempts, target or status.
         */
        get: operations["list_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/deliveries/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay Parked Deliveries
         * @description Try the parked deliveries of a target again, at most 1000 at a time.
         */
        post: operations["replay_parked_deliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/deliveries/{delivery_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Delivery
         * @description A delivery with every attempt.
         */
        get: operations["get_delivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/deliveries/{delivery_id}/body": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Body
         * @description The bytes that are sent, as they are signed.
         */
        get: operations["get_body"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/deliveries/{delivery_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay Delivery
         * @description Try a parked delivery again, from the beginning of the schedule.
         */
        post: operations["replay_delivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Events
         * @description Published events after a position, oldest first; all that ever were, for as long as this service is kept.
         */
        get: operations["read_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream Events
         * @description The same as server-sent events that go on live. `id` is the position; connect again to go on behind it.
         */
        get: operations["stream_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/inbound/{peer}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take Message
         * @description Take a message of a peer, signed with `webhook-id`, `webhook-timestamp` and `webhook-signature`.
         */
        post: operations["take_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/notification-preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Notification Preferences
         * @description How the caller is told; the installation's default until they choose.
         */
        get: operations["get_notification_preferences"];
        /**
         * Choose Notification Preferences
         * @description Choose language, time zone, quiet hours, and channels by kind; the inbox always has everything.
         */
        put: operations["choose_notification_preferences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Notifications
         * @description The caller's inbox, newest first; sort by made_at, due_at or kind. Read ones leave it after a time.
         */
        get: operations["list_notifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/notifications/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read All Notifications
         * @description Mark all as read, at most 1000 at a time.
         */
        post: operations["read_all_notifications"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/notifications/unread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count Unread
         * @description How many the caller has not read.
         */
        get: operations["count_unread"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/notifications/{notification_id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read Notification
         * @description Mark one as read.
         */
        post: operations["read_notification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/operations/parked": {
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
    "/api/integration-gateway/v1/operations/parked/replay": {
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
    "/api/integration-gateway/v1/operations/positions": {
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
    "/api/integration-gateway/v1/operations/views/{view}/rebuild": {
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
    "/api/integration-gateway/v1/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List People
         * @description Everybody's colleagues by name; sort by person_id, name or recorded_at.
         */
        get: operations["list_people"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Products
         * @description Products by name; sort by product_id, price, name or recorded_at.
         */
        get: operations["list_products"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/push-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Push Key
         * @description The `applicationServerKey` of this installation; it stays the same.
         */
        get: operations["get_push_key"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/push-subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Push Subscriptions
         * @description The caller's browsers, newest first; sort by subscribed_at.
         */
        get: operations["list_push_subscriptions"];
        put?: never;
        /**
         * Subscribe Push
         * @description Tell the caller in this browser from now on; again is no harm.
         */
        post: operations["subscribe_push"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/push-subscriptions/{subscription_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Unsubscribe Push
         * @description Tell the caller there no more.
         */
        delete: operations["unsubscribe_push"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/reconciliation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reconcile
         * @description What each target should have been told, by the events recorded in a time, and what it has.
         */
        get: operations["reconcile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/robots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Robots
         * @description Robots, newest first; sort by registered_at, changed_at or name.
         */
        get: operations["list_robots"];
        put?: never;
        /**
         * Register Robot
         * @description Tell a team or a person through a robot in a chat of WeCom, DingTalk or Feishu.
         */
        post: operations["register_robot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/robots/{robot_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Robot
         * @description One robot.
         */
        get: operations["get_robot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/robots/{robot_id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable Robot
         * @description Say nothing more; what waits is held.
         */
        post: operations["disable_robot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/robots/{robot_id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable Robot
         * @description Go on with what waits.
         */
        post: operations["enable_robot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/robots/{robot_id}/revise": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revise Robot
         * @description Speak elsewhere or of other things. All of it is replaced; what waits goes to the new address.
         */
        post: operations["revise_robot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Webhooks
         * @description Webhooks, newest first; sort by registered_at, changed_at or url.
         */
        get: operations["list_webhooks"];
        put?: never;
        /**
         * Register Webhook
         * @description Send published events to an address from now on, as CloudEvents JSON, signed (Standard Webhooks).
         */
        post: operations["register_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/webhooks/{webhook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Webhook
         * @description One webhook.
         */
        get: operations["get_webhook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/webhooks/{webhook_id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable Webhook
         * @description Queue nothing more for it; what waits is held.
         */
        post: operations["disable_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/webhooks/{webhook_id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable Webhook
         * @description Go on with what waits, and with what is published from now on.
         */
        post: operations["enable_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/webhooks/{webhook_id}/revise": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revise Webhook
         * @description Send to another address, or other events; what waits goes to the new address.
         */
        post: operations["revise_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-gateway/v1/webhooks/{webhook_id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate Secret
         * @description Sign with a new secret, and with the old one too until the overlap is over.
         */
        post: operations["rotate_secret"];
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
         * Accepted
         * @description The message is known; the same answer however often it comes.
         */
        Accepted: {
            /** Id */
            id: string;
            /**
             * Status
             * @default accepted
             * @constant
             */
            status?: "accepted";
        };
        /**
         * Attempt
         * @description One attempt to deliver, and how it ended.
         */
        Attempt: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Attempt */
            attempt: number;
            /** Error */
            error: string | null;
            /** Http Status */
            http_status: number | null;
            /** Next At */
            next_at: string | null;
        };
        /**
         * BrowserKeys
         * @description The keys of a browser's subscription, base64url.
         */
        BrowserKeys: {
            /** Auth */
            auth: string;
            /** P256Dh */
            p256dh: string;
        };
        /**
         * Changed
         * @description The webhook that the command was about.
         */
        Changed: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * ChangedRobot
         * @description The robot that the command was about, and the name under which its deliveries are listed.
         */
        ChangedRobot: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Target */
            target: string;
        };
        /**
         * ChangesPage
         * @description Some changes, and where to go on.
         */
        ChangesPage: {
            /** Changes */
            changes: components["schemas"]["NotificationItemChange"][];
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
         * @description How people are told beside their inbox, which always tells them.
         * @enum {string}
         */
        Channel: "web-push" | "mail" | "robot";
        /**
         * ChannelChoice
         * @description By which channels to be told of what.
         */
        ChannelChoice: {
            /** Channels */
            channels: components["schemas"]["Channel"][];
            /** Kind */
            kind: string;
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
         * Comparison
         * @description What a peer said about the orders it was told of, the newest ones first.
         */
        Comparison: {
            /** Asked */
            asked: number;
            /** Differences */
            differences: components["schemas"]["Difference"][];
            /** Unanswered */
            unanswered: number;
        };
        /**
         * Counts
         * @description What became of the events that a target must hear of. `missing` ones have no delivery at all.
         */
        Counts: {
            /** Delivered */
            delivered: number;
            /**
             * Difference
             * @description How many the target has not.
             */
            readonly difference: number;
            /** Expected */
            expected: number;
            /**
             * Missing
             * @default 0
             */
            missing?: number;
            /** Parked */
            parked: number;
            /** Waiting */
            waiting: number;
        };
        /**
         * CustomerItem
         * @description A customer as master data has it.
         */
        CustomerItem: {
            /** Active */
            active: boolean;
            /** Address */
            address: string | null;
            /** Contact */
            contact: string | null;
            /** Customer Id */
            customer_id: string;
            /** Email */
            email: string | null;
            /** Industry */
            industry: string | null;
            /** Name */
            name: string;
            /** Phone */
            phone: string | null;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** Region */
            region: string | null;
            /** Source Version */
            source_version: number;
            /** Tax Number */
            tax_number: string | null;
        };
        /**
         * DeliveryDetail
         * @description A delivery with the event it tells of and every attempt. `body` is the SHA-256 of the bytes that are sent.
         */
        DeliveryDetail: {
            /** Attempts */
            attempts: number;
            /** Body */
            body: string;
            /** Error */
            error: string | null;
            /**
             * Event Id
             * Format: uuid
             */
            event_id: string;
            /**
             * Event Time
             * Format: date-time
             */
            event_time: string;
            /** Event Type */
            event_type: string;
            /** History */
            history: components["schemas"]["Attempt"][];
            /** Http Status */
            http_status: number | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Message Id */
            message_id: string;
            /** Next At */
            next_at: string | null;
            /**
             * Queued At
             * Format: date-time
             */
            queued_at: string;
            /** Reason */
            reason: string | null;
            /** Receiver */
            receiver: string | null;
            /** Sequence */
            sequence: number;
            /** Settled At */
            settled_at: string | null;
            /** Source */
            source: string;
            status: components["schemas"]["DeliveryStatus"];
            /** Subject */
            subject: string;
            /** Target */
            target: string;
            /** Type */
            type: string;
            /** Version */
            version: number;
        };
        /**
         * DeliveryItem
         * @description A delivery in a list.
         */
        DeliveryItem: {
            /** Attempts */
            attempts: number;
            /** Error */
            error: string | null;
            /** Http Status */
            http_status: number | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Message Id */
            message_id: string;
            /** Next At */
            next_at: string | null;
            /**
             * Queued At
             * Format: date-time
             */
            queued_at: string;
            /** Reason */
            reason: string | null;
            /** Receiver */
            receiver: string | null;
            /** Settled At */
            settled_at: string | null;
            status: components["schemas"]["DeliveryStatus"];
            /** Subject */
            subject: string;
            /** Target */
            target: string;
            /** Type */
            type: string;
            /** Version */
            version: number;
        };
        /**
         * DeliveryStatus
         * @enum {string}
         */
        DeliveryStatus: "waiting" | "delivered" | "parked";
        /**
         * Difference
         * @description An order about which a peer says something else than we have from it.
         */
        Difference: {
            /** Here */
            here: {
                [key: string]: unknown;
            } | null;
            /** Order Id */
            order_id: string;
            /** There */
            there: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * DisableRobot
         * @description Say nothing more through a robot.
         */
        DisableRobot: {
            /** Reason */
            reason: string;
        };
        /**
         * DisableWebhook
         * @description Send nothing more to an address.
         */
        DisableWebhook: {
            /** Reason */
            reason: string;
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
         * Language
         * @description The languages that people are told in.
         * @enum {string}
         */
        Language: "zh-CN" | "en";
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
         * NotificationItem
         * @description A notification in its recipient's inbox, in both languages; `read_at` null: not read yet.
         */
        NotificationItem: {
            /** Due At */
            due_at: string | null;
            /**
             * Event Id
             * Format: uuid
             */
            event_id: string;
            /** Event Type */
            event_type: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
            /** Link */
            link: string | null;
            /**
             * Made At
             * Format: date-time
             */
            made_at: string;
            /** Read At */
            read_at: string | null;
            /** Subject */
            subject: string;
            /** Text */
            text: string;
            /** Text Zh */
            text_zh: string;
            /** Title */
            title: string;
            /** Title Zh */
            title_zh: string;
            /** Urgent */
            urgent: boolean;
            /** Version */
            version: number;
        };
        /**
         * NotificationItemChange
         * @description A row of kind `notification` as it is now; null: it is not the caller's to see any more.
         */
        NotificationItemChange: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @constant
             */
            kind: "notification";
            row: components["schemas"]["NotificationItem"] | null;
            /** Version */
            version: number;
        };
        /**
         * Page[CustomerItem]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_CustomerItem_: {
            /** Items */
            items: components["schemas"]["CustomerItem"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page[DeliveryItem]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_DeliveryItem_: {
            /** Items */
            items: components["schemas"]["DeliveryItem"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page[NotificationItem]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_NotificationItem_: {
            /** Items */
            items: components["schemas"]["NotificationItem"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page[PersonItem]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_PersonItem_: {
            /** Items */
            items: components["schemas"]["PersonItem"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page[ProductItem]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_ProductItem_: {
            /** Items */
            items: components["schemas"]["ProductItem"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page[PushSubscriptionItem]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_PushSubscriptionItem_: {
            /** Items */
            items: components["schemas"]["PushSubscriptionItem"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page[RobotItem]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_RobotItem_: {
            /** Items */
            items: components["schemas"]["RobotItem"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page[WebhookItem]
         * @description Some rows of a list. `next` continues it as `cursor`; null on the last page.
         */
        Page_WebhookItem_: {
            /** Items */
            items: components["schemas"]["WebhookItem"][];
            /** Next */
            next?: string | null;
        };
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
         * PersonItem
         * @description Somebody in the people directory.
         */
        PersonItem: {
            /** Active */
            active: boolean;
            /** Capacity */
            capacity: number | null;
            /** Email */
            email: string | null;
            /** Manager Id */
            manager_id: string | null;
            /** Name */
            name: string;
            /** Person Id */
            person_id: string;
            /** Phone */
            phone: string | null;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** Region */
            region: string | null;
            /** Roles */
            roles: string[];
            /** Source Version */
            source_version: number;
            /** Team */
            team: string | null;
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
         * Preferences
         * @description The whole of what one person chose. Of several fitting choices the one that says most counts.
         */
        Preferences: {
            /**
             * Channels
             * @default [
             *       {
             *         "channels": [
             *           "web-push",
             *           "mail",
             *           "robot"
             *         ],
             *         "kind": "*"
             *       }
             *     ]
             */
            channels?: components["schemas"]["ChannelChoice"][];
            /** @default zh-CN */
            language?: components["schemas"]["Language"];
            quiet_hours?: components["schemas"]["QuietHours"] | null;
            /**
             * Time Zone
             * @default Asia/Shanghai
             */
            time_zone?: string;
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
         * ProductItem
         * @description A product as master data has it.
         */
        ProductItem: {
            /** Active */
            active: boolean;
            /** Category */
            category: string | null;
            /** Name */
            name: string;
            price: components["schemas"]["Money"];
            /** Product Id */
            product_id: string;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** Source Version */
            source_version: number;
            /** Unit */
            unit: string;
        };
        /**
         * PublishedEvent
         * @description A consumed event: where it stands here, and the event as CloudEvents JSON.
         */
        PublishedEvent: {
            /** Event */
            event: {
                [key: string]: unknown;
            };
            /** Position */
            position: number;
        };
        /**
         * PublishedEvents
         * @description Events in the order in which they came. `last` continues as `after`, also when nothing was found.
         */
        PublishedEvents: {
            /** Items */
            items: components["schemas"]["PublishedEvent"][];
            /** Last */
            last: number;
        };
        /**
         * PushKey
         * @description What a browser subscribes with: the `applicationServerKey`, base64url.
         */
        PushKey: {
            /** Key */
            key: string;
        };
        /**
         * PushSubscriptionItem
         * @description A browser in which the caller is told, or was; its address is not shown.
         */
        PushSubscriptionItem: {
            /** Active */
            active: boolean;
            /** Device */
            device: string | null;
            /** Host */
            host: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Reason */
            reason: string | null;
            /**
             * Subscribed At
             * Format: date-time
             */
            subscribed_at: string;
            /** Version */
            version: number;
        };
        /**
         * QuietHours
         * @description From `begin` to `end` by the person's clock, over midnight when `end` is earlier; equal: never.
         */
        QuietHours: {
            /** Begin */
            begin: string;
            /** End */
            end: string;
        };
        /**
         * ReadNotification
         * @description The notification that is read now.
         */
        ReadNotification: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * ReadNotifications
         * @description How many were marked; ask once more while some are left.
         */
        ReadNotifications: {
            /** Read */
            read: number;
        };
        /**
         * RegisterWebhook
         * @description Send published events to an address from now on.
         */
        RegisterWebhook: {
            /** Description */
            description?: string | null;
            /**
             * Secret
             * @description Signs what is sent; without one we make one and show it once.
             */
            secret?: string | null;
            /** Types */
            types: string[];
            /** Url */
            url: string;
        };
        /**
         * ReplayParked
         * @description Try all parked deliveries of a target again.
         */
        ReplayParked: {
            /** Target */
            target: string;
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
         * Replayed
         * @description The delivery that is tried again.
         */
        Replayed: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * ReplayedParked
         * @description How many parked deliveries are tried again; ask once more while some are left.
         */
        ReplayedParked: {
            /** Replayed */
            replayed: number;
        };
        /**
         * ReviseWebhook
         * @description Send to another address, or other events. All of it is replaced.
         */
        ReviseWebhook: {
            /** Description */
            description?: string | null;
            /** Types */
            types: string[];
            /** Url */
            url: string;
        };
        /**
         * RobotItem
         * @description A robot. Its address and secret are not shown, only the host.
         */
        RobotItem: {
            /** Active */
            active: boolean;
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Host */
            host: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kinds */
            kinds: string[];
            language: components["schemas"]["Language"];
            /** Name */
            name: string;
            /** Person */
            person: string | null;
            /** Reason */
            reason: string | null;
            /**
             * Registered At
             * Format: date-time
             */
            registered_at: string;
            service: components["schemas"]["RobotService"];
            /** Target */
            target: string;
            /** Team */
            team: string | null;
            /** Version */
            version: number;
        };
        /**
         * RobotService
         * @description Whose group chat it is.
         * @enum {string}
         */
        RobotService: "wecom" | "dingtalk" | "feishu";
        /**
         * RotateSecret
         * @description Sign with a new secret, and for a while with the old one as well.
         */
        RotateSecret: {
            /**
             * Overlap Hours
             * @default 24
             */
            overlap_hours?: number;
            /**
             * Secret
             * @description Without one we make one and show it once.
             */
            secret?: string | null;
        };
        /**
         * SetUpRobot
         * @description A robot: where it is, and either a team or a person it tells, of these kinds.
         */
        SetUpRobot: {
            /**
             * Kinds
             * @default [
             *       "*"
             *     ]
             */
            kinds?: string[];
            /** @default zh-CN */
            language?: components["schemas"]["Language"];
            /** Name */
            name: string;
            /** Person */
            person?: string | null;
            /**
             * Secret
             * @description What DingTalk and Feishu sign with, where signing is switched on there.
             */
            secret?: string | null;
            service: components["schemas"]["RobotService"];
            /** Team */
            team?: string | null;
            /**
             * Url
             * @description The address that the chat shows for the robot, with its token.
             */
            url: string;
        };
        /**
         * SubscribePush
         * @description Tell the caller in this browser: what `PushSubscription.toJSON()` gives, and a name for the device.
         */
        SubscribePush: {
            /** Device */
            device?: string | null;
            /** Endpoint */
            endpoint: string;
            keys: components["schemas"]["BrowserKeys"];
        };
        /**
         * Subscribed
         * @description The subscription that the command was about.
         */
        Subscribed: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * TargetReconciliation
         * @description One target in a window of time.
         */
        TargetReconciliation: {
            counts: components["schemas"]["Counts"];
            /**
             * From
             * Format: date-time
             */
            from: string;
            /** @description Only where the peer was asked. */
            peer?: components["schemas"]["Comparison"] | null;
            /** Target */
            target: string;
            /**
             * To
             * Format: date-time
             */
            to: string;
        };
        /**
         * UnreadCount
         * @description How many notifications the caller has not read.
         */
        UnreadCount: {
            /** Unread */
            unread: number;
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
         * WebhookItem
         * @description A registered webhook. Its secrets are not shown.
         */
        WebhookItem: {
            /** Active */
            active: boolean;
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Description */
            description: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Reason */
            reason: string | null;
            /**
             * Registered At
             * Format: date-time
             */
            registered_at: string;
            /** Secrets */
            secrets: number;
            /** Target */
            target: string;
            /** Types */
            types: string[];
            /** Url */
            url: string;
            /** Version */
            version: number;
        };
        /**
         * WithSecret
         * @description The webhook, and the secret if we made it. It is not shown again; the same command answers the same.
         */
        WithSecret: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Secret
             * @description `whsec_…`; null when the caller gave it.
             */
            secret: string | null;
            /** Target */
            target: string;
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
    list_customers: {
        parameters: {
            query?: {
                /** @description Part of the id, the name or a contact. */
                q?: string | null;
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
                    "application/json": components["schemas"]["Page_CustomerItem_"];
                };
            };
        };
    };
    get_customer: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the customer. */
                customer_id: string;
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
                    "application/json": components["schemas"]["CustomerItem"];
                };
            };
        };
    };
    list_deliveries: {
        parameters: {
            query?: {
                target?: string | null;
                status?: components["schemas"]["DeliveryStatus"] | null;
                type?: string | null;
                subject?: string | null;
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
                    "application/json": components["schemas"]["Page_DeliveryItem_"];
                };
            };
        };
    };
    replay_parked_deliveries: {
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
                "application/json": components["schemas"]["ReplayParked"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayedParked"];
                };
            };
        };
    };
    get_delivery: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the delivery. */
                delivery_id: string;
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
                    "application/json": components["schemas"]["DeliveryDetail"];
                };
            };
        };
    };
    get_body: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the delivery. */
                delivery_id: string;
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
                    "application/json": unknown;
                };
            };
        };
    };
    replay_delivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the delivery. */
                delivery_id: string;
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
                    "application/json": components["schemas"]["Replayed"];
                };
            };
        };
    };
    read_events: {
        parameters: {
            query?: {
                /** @description Position of the last event that the caller has. */
                after?: number;
                /** @description Only events recorded at this time or later. */
                since?: string | null;
                source?: string | null;
                type?: string | null;
                subject?: string | null;
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
                    "application/json": components["schemas"]["PublishedEvents"];
                };
            };
        };
    };
    stream_events: {
        parameters: {
            query?: {
                /** @description Position of the last event that the caller has. */
                after?: number;
                /** @description Only events recorded at this time or later. */
                since?: string | null;
                source?: string | null;
                type?: string | null;
                subject?: string | null;
                /** @description How long to stay. */
                seconds?: number;
            };
            header?: {
                /** @description As clients send it when they connect again; wins over `after`. */
                "last-event-id"?: number | null;
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
    take_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                peer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Data */
                    data: {
                        [key: string]: unknown;
                    };
                    /** Id */
                    id: string;
                    /** Type */
                    type: string;
                };
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
                    "application/json": components["schemas"]["Accepted"];
                };
            };
        };
    };
    get_notification_preferences: {
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
                    "application/json": components["schemas"]["Preferences"];
                };
            };
        };
    };
    choose_notification_preferences: {
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
                "application/json": components["schemas"]["Preferences"];
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
                    "application/json": components["schemas"]["Preferences"];
                };
            };
        };
    };
    list_notifications: {
        parameters: {
            query?: {
                unread?: boolean | null;
                kind?: string | null;
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
                    "application/json": components["schemas"]["Page_NotificationItem_"];
                };
            };
        };
    };
    read_all_notifications: {
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadNotifications"];
                };
            };
        };
    };
    count_unread: {
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
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnreadCount"];
                };
            };
        };
    };
    read_notification: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the notification. */
                notification_id: string;
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
                    "application/json": components["schemas"]["ReadNotification"];
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
    list_people: {
        parameters: {
            query?: {
                /** @description Part of the id, the name or a contact. */
                q?: string | null;
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
                    "application/json": components["schemas"]["Page_PersonItem_"];
                };
            };
        };
    };
    list_products: {
        parameters: {
            query?: {
                /** @description Part of the id, the name or a contact. */
                q?: string | null;
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
                    "application/json": components["schemas"]["Page_ProductItem_"];
                };
            };
        };
    };
    get_push_key: {
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
                    "application/json": components["schemas"]["PushKey"];
                };
            };
        };
    };
    list_push_subscriptions: {
        parameters: {
            query?: {
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
                    "application/json": components["schemas"]["Page_PushSubscriptionItem_"];
                };
            };
        };
    };
    subscribe_push: {
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
                "application/json": components["schemas"]["SubscribePush"];
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
                    "application/json": components["schemas"]["Subscribed"];
                };
            };
        };
    };
    unsubscribe_push: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the subscription. */
                subscription_id: string;
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
                    "application/json": components["schemas"]["Subscribed"];
                };
            };
        };
    };
    reconcile: {
        parameters: {
            query?: {
                target?: string | null;
                /** @description Default: a day before `to`. */
                from?: string | null;
                /** @description Default: now. */
                to?: string | null;
                /** @description Also ask MES and finance about the newest 100 orders each. */
                ask?: boolean;
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
                    "application/json": components["schemas"]["TargetReconciliation"][];
                };
            };
        };
    };
    list_robots: {
        parameters: {
            query?: {
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
                    "application/json": components["schemas"]["Page_RobotItem_"];
                };
            };
        };
    };
    register_robot: {
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
                "application/json": components["schemas"]["SetUpRobot"];
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
                    "application/json": components["schemas"]["ChangedRobot"];
                };
            };
        };
    };
    get_robot: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the robot. */
                robot_id: string;
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
                    "application/json": components["schemas"]["RobotItem"];
                };
            };
        };
    };
    disable_robot: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the robot. */
                robot_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DisableRobot"];
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
                    "application/json": components["schemas"]["ChangedRobot"];
                };
            };
        };
    };
    enable_robot: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the robot. */
                robot_id: string;
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
                    "application/json": components["schemas"]["ChangedRobot"];
                };
            };
        };
    };
    revise_robot: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the robot. */
                robot_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetUpRobot"];
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
                    "application/json": components["schemas"]["ChangedRobot"];
                };
            };
        };
    };
    list_webhooks: {
        parameters: {
            query?: {
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
                    "application/json": components["schemas"]["Page_WebhookItem_"];
                };
            };
        };
    };
    register_webhook: {
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
                "application/json": components["schemas"]["RegisterWebhook"];
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
                    "application/json": components["schemas"]["WithSecret"];
                };
            };
        };
    };
    get_webhook: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                /** @description Id of the webhook. */
                webhook_id: string;
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
                    "application/json": components["schemas"]["WebhookItem"];
                };
            };
        };
    };
    disable_webhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the webhook. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DisableWebhook"];
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
                    "application/json": components["schemas"]["Changed"];
                };
            };
        };
    };
    enable_webhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the webhook. */
                webhook_id: string;
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
                    "application/json": components["schemas"]["Changed"];
                };
            };
        };
    };
    revise_webhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the webhook. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviseWebhook"];
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
                    "application/json": components["schemas"]["Changed"];
                };
            };
        };
    };
    rotate_secret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                /** @description Id of the webhook. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateSecret"];
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
                    "application/json": components["schemas"]["WithSecret"];
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
