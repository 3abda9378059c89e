using System.Xml.Linq;
using AiGateway.Edge.Security;
using AiGateway.Grains.Access;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace AiGateway.Edge.Access;

/// <summary>The keys that protect sessions, kept by the control plane for all edges. They are read when one is first needed, and once a day.</summary>
internal sealed class KeyRing(IGrainFactory grains) : IXmlRepository
{
    private IKeyRingGrain Owner => grains.GetGrain<IKeyRingGrain>(IKeyRingGrain.Key);

    // The framework's interface does not wait, and asks within the rendering of a page too, whose context runs one thing at a time: a call
    // made in it would wait for the thread that waits for the call.
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. Task.Run(() => Owner.Read().AsTask()).GetAwaiter().GetResult().Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName)
    {
        var text = element.ToString(SaveOptions.DisableFormatting);
        Task.Run(() => Owner.Add(text).AsTask()).GetAwaiter().GetResult();
    }
}

/// <summary>Seals a key of the ring before it leaves the edge.</summary>
internal sealed class KeyRingSealing(SecretBox box) : IXmlEncryptor
{
    public const string Purpose = "session-keys";
    public const string Id = "key-ring";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement) =>
        new(new XElement("sealed", box.Seal(Purpose, Id, plaintextElement.ToString(SaveOptions.DisableFormatting))), typeof(KeyRingOpening));
}

/// <summary>Opens a key of the ring. Made by the framework, by its name.</summary>
internal sealed class KeyRingOpening(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(services.GetRequiredService<SecretBox>().Open(KeyRingSealing.Purpose, KeyRingSealing.Id, encryptedElement.Value));
}
