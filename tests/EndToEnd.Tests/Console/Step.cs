namespace AiGateway.EndToEnd.Tests.Console;

/// <summary>What somebody does in a browser; places are CSS selectors, or texts as <c>text=…</c>.</summary>
internal static class Step
{
    public static object Go(string to) => new { @do = "go", to };

    public static object Fill(string at, string with) => new { @do = "fill", at, with };

    public static object Choose(string at, string with) => new { @do = "choose", at, with };

    public static object Click(string at) => new { @do = "click", at };

    public static object Wait(string at) => new { @do = "wait", at };

    public static object Gone(string at) => new { @do = "gone", at };

    public static object Text(string at) => new { @do = "text", at };

    public static object Texts(string at) => new { @do = "texts", at };

    public static object Drag(string at, string to) => new { @do = "drag", at, to };

    public static object Look(int width, int height) => new { @do = "look", width, height };

    /// <summary>A picture of the whole page in a file.</summary>
    public static object Shot(string to) => new { @do = "shot", to };

    /// <summary>What stands out of the window to the right, where the page can be moved sideways.</summary>
    public static object Wide { get; } = new { @do = "wide" };

    public static object Url { get; } = new { @do = "url" };

    public static object Html { get; } = new { @do = "html" };

    /// <summary>What an accessibility check finds.</summary>
    public static object Axe { get; } = new { @do = "axe" };

    /// <summary>Errors of scripts, of loading and of the content policy so far.</summary>
    public static object Faults { get; } = new { @do = "faults" };

    /// <summary>Hosts that were asked for anything so far.</summary>
    public static object Hosts { get; } = new { @do = "hosts" };
}
