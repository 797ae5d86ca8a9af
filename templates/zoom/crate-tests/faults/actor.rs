//! A task that has a sub account of its own and calls Zoom about it.

use std::collections::BTreeMap;
use std::sync::Arc;

use zoom_accounts::Client;
use zoom_accounts::ids::AccountId;
use zoom_accounts::runtime::{Items, Page};
use zoom_accounts::v2::SubAccount;
use zoom_accounts::v2::accounts::{AccountCreate, AccountCreateRequired};
use zoom_accounts::v2::groups::{
    GroupCreate, GroupListMembersParams, GroupMemberAdd, GroupMemberBatchAdd,
};
use zoom_accounts::v2::plans::{BasePlanOrder, PlanContact, PlanContactRequired, PlanSubscribe};
use zoom_accounts::v2::types::UserType;
use zoom_accounts::v2::users::{
    UserCreate, UserCreateAction, UserCreateInfo, UserDeleteAction, UserDeleteParams,
    UserListParams, UserUpdate,
};

use crate::books::{Books, Group, Presence, User, compare};
use crate::dice::Dice;
use crate::judge::{Judge, Verdict};
use crate::secrets::PASSWORD;

/// The maximum number of attempts of a task to create its account.
const MAX_TRIES: usize = 30;
/// The number of items of a page, so that most lists have several pages.
const PAGE: i64 = 4;

/// A task with its own sub account.
#[derive(Debug)]
pub(crate) struct Actor {
    pub(crate) account: AccountId,
    pub(crate) books: Books,
    judge: Arc<Judge>,
    zoom: Client,
    dice: Dice,
    number: usize,
    /// The number of names that were used.
    names: usize,
}

impl Actor {
    /// Creates the sub account of the task. Returns `None` if every attempt fails.
    pub(crate) async fn start(
        judge: Arc<Judge>,
        zoom: Client,
        seed: u64,
        number: usize,
    ) -> Option<Self> {
        let mut actor = Self {
            account: AccountId::from(""),
            books: Books::default(),
            judge,
            zoom,
            dice: Dice::new(seed, number),
            number,
            names: 0,
        };
        for _ in 0..MAX_TRIES {
            if let Some((email, id)) = actor.create_account().await {
                actor.account = id;
                actor
                    .books
                    .users
                    .insert(email, User::new(Presence::Present));
                actor.subscribe().await;
                return Some(actor);
            }
        }
        None
    }

    /// Does one random call, or reads one list.
    pub(crate) async fn act(&mut self) {
        match self.dice.below(100) {
            0..28 => self.create_user().await,
            28..43 => self.update_user().await,
            43..51 => self.delete_user().await,
            51..63 => self.list_users().await,
            63..69 => self.create_group().await,
            69..79 => self.add_member().await,
            79..84 => self.remove_member().await,
            84..89 => self.list_groups().await,
            89..94 => self.list_members().await,
            94..96 => self.get_plans().await,
            96..98 => self.get_user().await,
            _ => drop(self.create_account().await),
        }
    }

    fn scope(&self) -> SubAccount {
        self.zoom.sub_account(self.account.clone())
    }

    /// Returns a name that was never used.
    fn new_name(&mut self, kind: &str) -> String {
        self.names += 1;
        format!("{kind}-{}-{}", self.number, self.names)
    }

    fn new_email(&mut self, kind: &str) -> String {
        format!("{}@soak.example", self.new_name(kind))
    }

    fn place(&self, name: &str) -> String {
        format!("{name} of account {}", self.number)
    }

    /// Creates a sub account. Returns the email address of its owner and its id.
    async fn create_account(&mut self) -> Option<(String, AccountId)> {
        let email = self.new_email("owner");
        let request = AccountCreate::new(AccountCreateRequired {
            email: &email,
            first_name: "Grace",
            last_name: "Example",
            password: format!("Vt7-{PASSWORD}").into(),
        });
        let result = self.zoom.accounts().create(request).await;
        let presence = Presence::created(self.judge.verdict("accounts.create", &result));
        let mut accounts = self.judge.accounts.lock().unwrap();
        accounts.insert(email.clone(), presence);
        Some((email, result.ok()?.id))
    }

    /// Orders a plan, because a free account has no groups.
    async fn subscribe(&mut self) {
        for _ in 0..MAX_TRIES {
            let contact = PlanContact::new(PlanContactRequired {
                first_name: "Ada",
                last_name: "Example",
                email: "billing@soak.example",
                phone_number: "555-555-0100",
                address: "1 Example Street",
                city: "San Jose",
                state: "CA",
                zip: "95113",
                country: "US",
            });
            let base = BasePlanOrder::new("business_monthly").hosts(10);
            let result = self
                .scope()
                .plans()
                .subscribe(PlanSubscribe::new(contact, base))
                .await;
            let verdict = self.judge.verdict("plans.subscribe", &result);
            self.books.plan = Some(Presence::created(verdict));
            // After an unknown outcome, a second order could be a second plan.
            if verdict != Verdict::NotDone {
                return;
            }
        }
    }

    async fn create_user(&mut self) {
        let email = self.new_email("user");
        let info = UserCreateInfo::new(&email, UserType::Basic)
            .first_name("Ada")
            .password(format!("Vt7-{PASSWORD}"));
        let request = UserCreate::new(UserCreateAction::CustCreate).user_info(info);
        let result = self.scope().users().create(request).await;
        let presence = Presence::created(self.judge.verdict("users.create", &result));
        self.books.users.insert(email, User::new(presence));
    }

    async fn update_user(&mut self) {
        let Some(email) = self.dice.pick(self.books.present_users()) else {
            return;
        };
        let dept = self.new_name("dept");
        let request = UserUpdate::default().dept(&dept);
        let result = self.scope().users().update(email.as_str(), request).await;
        let verdict = self.judge.verdict("users.update", &result);
        if let Some(user) = self.books.users.get_mut(&email) {
            user.set_dept(dept, verdict);
        }
    }

    async fn delete_user(&mut self) {
        let mut users = self.books.present_users();
        users.retain(|email| !email.starts_with("owner"));
        let Some(email) = self.dice.pick(users) else {
            return;
        };
        let params = UserDeleteParams::default().action(UserDeleteAction::Delete);
        let result = self
            .scope()
            .users()
            .delete(email.as_str())
            .params(params)
            .await;
        let verdict = self.judge.verdict("users.delete", &result);
        self.books.delete_user(&email, verdict);
    }

    async fn get_user(&mut self) {
        let Some(email) = self.dice.pick(self.books.present_users()) else {
            return;
        };
        let result = self.scope().users().get(email.as_str()).await;
        self.judge.verdict("users.get", &result);
        match result {
            Ok(user) => self.check_dept(&email, user.dept),
            Err(error) if error.code() == Some("1001") => {
                let place = self.place("users.get");
                self.judge.loss(format!("{place}: {email} is missing"));
            }
            Err(_) => {}
        }
    }

    fn check_dept(&self, email: &str, dept: Option<String>) {
        let dept = dept.unwrap_or_default();
        let Some(user) = self.books.users.get(email) else {
            return;
        };
        if !user.depts.contains(&dept) {
            let place = self.place("users");
            let expected = &user.depts;
            self.judge.loss(format!(
                "{place}: {email} has {dept:?} instead of {expected:?}"
            ));
        }
    }

    async fn create_group(&mut self) {
        let name = self.new_name("group");
        let result = self.scope().groups().create(GroupCreate::new(&name)).await;
        let presence = Presence::created(self.judge.verdict("groups.create", &result));
        let group = Group {
            presence,
            id: result.ok().map(|group| group.id),
            members: BTreeMap::new(),
        };
        self.books.groups.insert(name, group);
    }

    async fn add_member(&mut self) {
        let user = self.dice.pick(self.books.present_users());
        let group = self.dice.pick(self.books.present_groups());
        let (Some(email), Some((name, id))) = (user, group) else {
            return;
        };
        let members = GroupMemberBatchAdd::new([GroupMemberAdd::default().email(&email)]);
        let result = self.scope().groups().add_members(id, members).await;
        let verdict = self.judge.verdict("groups.add_members", &result);
        let Some(group) = self.books.groups.get_mut(&name) else {
            return;
        };
        let member = group.members.entry(email).or_insert(Presence::Absent);
        if *member != Presence::Present && verdict != Verdict::NotDone {
            *member = Presence::created(verdict);
        }
    }

    async fn remove_member(&mut self) {
        let Some((name, id)) = self.dice.pick(self.books.present_groups()) else {
            return;
        };
        let Some(group) = self.books.groups.get(&name) else {
            return;
        };
        let members = group.members.iter();
        let members = members.filter(|(_, presence)| **presence == Presence::Present);
        let members = members.map(|(email, _)| email.clone()).collect();
        let Some(email) = self.dice.pick(members) else {
            return;
        };
        // The path of this call accepts only the id of the user.
        let Ok(user) = self.scope().users().get(email.as_str()).await else {
            return;
        };
        let Some(user) = user.id else {
            return;
        };
        let result = self.scope().groups().remove_member(id, user).await;
        let verdict = self.judge.verdict("groups.remove_member", &result);
        if let Some(group) = self.books.groups.get_mut(&name) {
            group
                .members
                .insert(email, Presence::Present.deleted(verdict));
        }
    }

    async fn get_plans(&self) {
        let result = self.scope().plans().get().await;
        self.judge.verdict("plans.get", &result);
        let Ok(plans) = result else {
            return;
        };
        let place = self.place("plans");
        match (self.books.plan, plans.plan_base.is_some()) {
            (Some(Presence::Present), false) => self.judge.loss(format!("{place}: no plan")),
            (Some(Presence::Absent) | None, true) => {
                self.judge
                    .wrong(format!("{place}: a plan exists, but no order was reported"));
            }
            _ => {}
        }
    }

    async fn list_users(&self) {
        let params = UserListParams::default().page_size(PAGE);
        let items = self.scope().users().list().params(params).items();
        let (users, is_complete) = self.read("users.list", items).await;
        let known = self.books.users.iter();
        let known = known
            .map(|(email, user)| (email.clone(), user.presence))
            .collect();
        let mut listed = Vec::new();
        for user in users {
            let email = user.email.unwrap_or_default();
            self.check_dept(&email, user.dept);
            listed.push(email);
        }
        compare(
            &self.judge,
            &self.place("users"),
            &known,
            &listed,
            is_complete,
        );
    }

    async fn list_groups(&self) {
        let items = self.scope().groups().list().items();
        let (groups, is_complete) = self.read("groups.list", items).await;
        let known = self.books.groups.iter();
        let known = known
            .map(|(name, group)| (name.clone(), group.presence))
            .collect();
        let names = groups.into_iter().filter_map(|group| group.name);
        let listed: Vec<_> = names.collect();
        compare(
            &self.judge,
            &self.place("groups"),
            &known,
            &listed,
            is_complete,
        );
    }

    async fn list_members(&mut self) {
        if let Some((name, _)) = self.dice.pick(self.books.present_groups()) {
            self.list_members_of(&name).await;
        }
    }

    async fn list_members_of(&self, name: &str) {
        let Some(group) = self.books.groups.get(name) else {
            return;
        };
        let Some(id) = group.id.clone() else {
            return;
        };
        let params = GroupListMembersParams::default().page_size(PAGE);
        let items = self
            .scope()
            .groups()
            .list_members(id)
            .params(params)
            .items();
        let (members, is_complete) = self.read("groups.members", items).await;
        let emails = members.into_iter().filter_map(|member| member.email);
        let listed: Vec<_> = emails.collect();
        let place = self.place(&format!("members of {name}"));
        compare(&self.judge, &place, &group.members, &listed, is_complete);
    }

    /// Reads a list to its end or to the error that ends it. Returns whether there was no error.
    async fn read<T: Page + 'static>(
        &self,
        name: &str,
        mut items: Items<T>,
    ) -> (Vec<T::Item>, bool) {
        let mut all = Vec::new();
        let mut is_complete = true;
        while let Some(item) = items.next().await {
            match item {
                Ok(item) => all.push(item),
                Err(error) => {
                    self.judge.inspect(name, &error);
                    is_complete = false;
                }
            }
        }
        self.judge.count_list(is_complete);
        (all, is_complete)
    }

    /// Compares the whole account with the books. The faults must be off.
    pub(crate) async fn check(mut self, zoom: Client) {
        self.zoom = zoom;
        self.list_users().await;
        self.get_plans().await;
        if self.books.plan == Some(Presence::Present) {
            self.list_groups().await;
            for (name, _) in self.books.present_groups() {
                self.list_members_of(&name).await;
            }
        }
    }
}
