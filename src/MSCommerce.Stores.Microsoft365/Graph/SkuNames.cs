namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>
/// The names of SKUs that people buy themselves, or are moved to, as Microsoft publishes them ("Product names and service plan identifiers for licensing"). Graph gives the
/// part number alone; a SKU that is not here is shown by that, and its name is never made up.
/// </summary>
internal static class SkuNames
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["FLOW_PER_USER"] = "Power Automate per user plan",
        ["FLOW_PER_USER_DEPT"] = "Power Automate per user plan dept",
        ["Microsoft_365_Copilot"] = "Microsoft 365 Copilot",
        ["PBI_PREMIUM_PER_USER"] = "Power BI Premium Per User",
        ["PBI_PREMIUM_PER_USER_DEPT"] = "Power BI Premium Per User Dept",
        ["POWERAPPS_PER_USER"] = "Power Apps per user plan",
        ["POWERAUTOMATE_ATTENDED_RPA"] = "Power Automate per user with attended RPA plan",
        ["POWER_BI_PRO"] = "Power BI Pro",
        ["POWER_BI_PRO_DEPT"] = "Power BI Pro Dept",
        ["PROJECTPROFESSIONAL"] = "Project Plan 3",
        ["PROJECT_P1"] = "Project Plan 1",
        ["PROJECT_PLAN1_DEPT"] = "Project Plan 1 (for Department)",
        ["PROJECT_PLAN3_DEPT"] = "Project Plan 3 (for Department)",
        ["SPE_F1"] = "Microsoft 365 F3",
        ["TEAMS_EXPLORATORY"] = "Microsoft Teams Exploratory",
        ["VISIOCLIENT"] = "Visio Online Plan 2",
        ["VISIOONLINE_PLAN1"] = "Visio Online Plan 1",
        ["VISIO_PLAN1_DEPT"] = "Visio Plan 1",
        ["VISIO_PLAN2_DEPT"] = "Visio Plan 2",
    };

    /// <summary>The name of a SKU; its part number where no other is known.</summary>
    public static string Of(string partNumber) => Names.GetValueOrDefault(partNumber, partNumber);
}
