namespace AiGateway.Core.Selection;

/// <summary>Why a key was the one to be asked, among the usable ones of its tier. Names are stored.</summary>
public enum KeyReason
{
    /// <summary>There was no other.</summary>
    Only,

    /// <summary>The draw by weight, between keys that were alike in load and speed.</summary>
    Weight,

    /// <summary>The quicker, or less busy, of two that were drawn by weight.</summary>
    Quicker,

    /// <summary>It belongs to the account where the conversation has been before.</summary>
    Conversation,

    /// <summary>It belongs to the only account that knows what the call is about.</summary>
    Pinned,

    /// <summary>It was out of use, and the call tried whether it works again.</summary>
    Trial,
}
