using System.Text;
using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.Presets;
using AiGateway.Core.Quirks;

namespace AiGateway.Core.Tests.Quirks;

/// <summary>Applies findings as whoever forwards a body does.</summary>
internal static class QuirkBodies
{
    public static RequestQuirks Of(string preset) => RequestQuirks.Of(ProviderTraits.Of(new ProviderSpec { Id = "p", Preset = preset }))!;

    public static string Changed(RequestQuirks quirks, string body)
    {
        var source = Encoding.UTF8.GetBytes(body);
        var result = new MemoryStream();
        var position = 0;
        foreach (var edit in quirks.Find(source).Edits)
        {
            Assert.InRange(edit.Start, position, source.Length - edit.Length);
            Assert.InRange(edit.Length, 1, int.MaxValue);
            result.Write(source.AsSpan(position..edit.Start));
            result.Write(edit.Text.Span);
            position = edit.Start + edit.Length;
        }

        result.Write(source.AsSpan(position));
        return Encoding.UTF8.GetString(result.ToArray());
    }
}
