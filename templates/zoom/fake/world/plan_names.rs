//! The plans that Zoom sells, by name.

use std::ops::RangeInclusive;

/// The family of a base plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// A free trial.
    Trial,
    Pro,
    Business,
    Education,
    /// Zoom Rooms.
    Rooms,
    /// A plan of the Video SDK, which is billed by minutes and has no hosts.
    VideoSdk,
}

impl Family {
    /// Returns the family of a base plan. Returns `None` for other plans and unknown names.
    pub(crate) fn of(name: &str) -> Option<Self> {
        match name {
            "trial" => Some(Self::Trial),
            "monthly" | "yearly" => Some(Self::Pro),
            "edu20" => Some(Self::Education),
            _ if name.starts_with("plan_pro_") => Some(Self::Pro),
            _ if name.starts_with("business_") => Some(Self::Business),
            _ if name.starts_with("zroom_") => Some(Self::Rooms),
            _ if name.starts_with("vsdk_") && !name.starts_with("vsdk_cmr_") => {
                Some(Self::VideoSdk)
            }
            _ => None,
        }
    }

    /// Returns the numbers of hosts that can be bought. Returns `None` for a family without hosts.
    pub(crate) fn hosts(self) -> Option<RangeInclusive<u64>> {
        match self {
            Self::Trial | Self::Rooms => Some(1..=9999),
            Self::Pro => Some(1..=9),
            Self::Business => Some(10..=49),
            Self::Education => Some(20..=149),
            Self::VideoSdk => None,
        }
    }

    /// Returns whether a base plan of this family can change to a plan of another family.
    pub(crate) fn may_become(self, other: Self) -> bool {
        let mixes = |family| matches!(family, Self::Pro | Self::Business);
        self == other || (mixes(self) && mixes(other))
    }

    /// Returns whether accounts with such a base plan can have audio plans that are paid by use.
    pub(crate) fn has_pay_as_you_go_audio(self) -> bool {
        matches!(self, Self::Business | Self::Education)
    }
}

/// The add-on plans whose names start with a text.
struct Addon {
    prefix: &'static str,
    /// The property that contains the plan. The parts of a nested property are separated by slashes.
    property: &'static str,
    /// Whether the property is a list, with one plan for each size.
    is_list: bool,
}

const fn one(prefix: &'static str, property: &'static str) -> Addon {
    Addon {
        prefix,
        property,
        is_list: false,
    }
}

const fn many(prefix: &'static str, property: &'static str) -> Addon {
    Addon {
        prefix,
        property,
        is_list: true,
    }
}

/// The add-on plans. If several prefixes fit a name, the first one counts.
const ADDONS: [Addon; 44] = [
    one("zroom_", ROOMS),
    one("roomconnector_", "plan_room_connector"),
    many("large", LARGE_MEETING),
    many("webinar", WEBINAR),
    many("zoomevents", "plan_zoom_events"),
    one("cmr_", RECORDING),
    one("tollfree_", AUDIO),
    one("zoomaudio_", "plan_audio_us_ca"),
    one("phone_payongo", "plan_phone/plan_base"),
    many("phone_calling_", "plan_phone/plan_calling"),
    many("phone_toll", "plan_phone/plan_number"),
    many("INTERNATIONAL_TOLL_NUMBER", "plan_phone/plan_number"),
    many("zp_", "plan_phone/plan_calling_addons"),
    many("zccp_", "plan_zcc/plan_package_list"),
    one("zcc_pay", "plan_zcc/plan_usage"),
    one("zcc_cs_", "plan_zcc/plan_recording"),
    many("vspn_", "plan_zcc/plan_phone_number"),
    one("ai_expert_assist_", "plan_zcc/plan_ai_expert_assist"),
    one("znode_", "plan_znode/plan_znode_base"),
    one("zphybrid_", "plan_znode/plan_zphybrid"),
    one("zph_", "plan_znode/plan_zphybrid"),
    one("zm_hybrid_", "plan_znode/plan_zmhybrid"),
    one("zmc_", "plan_znode/plan_mchybrid"),
    one("zrc_", "plan_znode/plan_rchybrid"),
    one("zm_node_hybrid_rec_", "plan_znode/plan_cmrhybrid"),
    one("zn_tc_hybrid_", "plan_znode/plan_tchybrid"),
    many("zobp_", "plan_zoom_one"),
    many("zoe_prem_", "plan_zoom_one_premier"),
    many(
        "zo_edu_sch_cmp_plus_",
        "plan_zoom_one_edu_school_campus_plus",
    ),
    many("zo_edu_ent_prem_", "plan_zoom_one_edu_premier"),
    one("zo_edu_ent_hied_stu_", "plan_zoom_one_edu_student"),
    one("vsdk_cmr_", "plan_sdk_cmr"),
    one("zwb_plus_", "plan_whiteboard_plus"),
    one("zwb_", "plan_whiteboard"),
    one("ziq_", "plan_zoom_iq"),
    one("ztransl_", "plan_ztransl"),
    one("zwr_", "plan_zwr"),
    one("zsched_", "plan_zsched"),
    one("zva_", "plan_zva"),
    one("zmesh_", "plan_mesh"),
    one("zm_wf_mgt_", "plan_workforce_management"),
    one("zm_visitor_management_", "plan_visitor_management"),
    one("partner_premier_support_", "plan_partner_premier_support"),
    one("zm_clips_plus_", "plan_zoom_clips_plus"),
];

/// The properties of the add-on plans that have rules of their own.
pub(crate) const ROOMS: &str = "plan_zoom_rooms";
pub(crate) const LARGE_MEETING: &str = "plan_large_meeting";
pub(crate) const WEBINAR: &str = "plan_webinar";
pub(crate) const RECORDING: &str = "plan_recording";
pub(crate) const AUDIO: &str = "plan_audio";

/// Returns the property that contains an add-on plan. Returns `None` for other plans and unknown names.
pub(crate) fn addon_property(name: &str) -> Option<&'static str> {
    let addon = ADDONS.iter().find(|addon| name.starts_with(addon.prefix))?;
    Some(addon.property)
}

/// Returns whether a property is a list of plans. Returns `None` for an unknown property.
pub(crate) fn is_list(property: &str) -> Option<bool> {
    let addon = ADDONS.iter().find(|addon| addon.property == property)?;
    Some(addon.is_list)
}

/// Returns a name without its period. Two plans of one size differ only in their periods.
pub(crate) fn size(name: &str) -> &str {
    let periods = ["_monthly", "_quarterly", "_yearly"];
    let mut sizes = periods
        .iter()
        .filter_map(|period| name.strip_suffix(period));
    sizes.next().unwrap_or(name)
}

/// Returns the number of months after which a plan is billed again.
pub(crate) fn period(name: &str) -> u32 {
    let periods = [
        ("three_year", 36),
        ("two_year", 24),
        ("yearly", 12),
        ("edu20", 12),
        ("quarterly", 3),
    ];
    let mut periods = periods.iter().filter(|(text, _)| name.contains(text));
    periods.next().map_or(1, |(_, months)| *months)
}

/// Returns the billing cycle of a plan, as the list of renewals names it.
pub(crate) fn billing_cycle(name: &str) -> &'static str {
    match period(name) {
        36 => "Three years",
        24 => "Two years",
        12 => "Annual",
        3 => "Quarterly",
        _ => "Monthly",
    }
}
