using System.Text;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>A call of a tool whose arguments are still coming.</summary>
internal sealed class PendingCall(int choice, int place, string id, string name)
{
    public int Choice => choice;

    public int Place => place;

    public string Id => id;

    public string Name => name;

    public StringBuilder Arguments { get; } = new();

    /// <summary>As it goes to the client; null without one.</summary>
    public string? Signature { get; set; }
}
