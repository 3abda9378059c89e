namespace AiGateway.Core.Limits.Calendar;

/// <summary>How long a calendar window lasts.</summary>
public enum CalendarUnit
{
    Day,

    Month,
}
